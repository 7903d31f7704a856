import { keyedDigest } from "#app/lib/keyed-digest.server.ts";

/** What tells one call from another where Convoso sent no call id. */
export type CallIdentity = {
  leadId: string | null;
  phone: string | null;
  start: Date | string | null;
  seconds: number | null;
  /** Names, addresses and the agent: they tell apart what started in the same second, where no lead or phone does. */
  others?: readonly string[];
};

/**
 * Makes a call id from what the delivery says: the same delivery always gets the same id, in whatever shape it comes. The
 * digest is keyed, so that nobody finds the phone by trying all numbers.
 * @param content everything said, which is digested where there is no lead, phone or start
 * @returns "derived:" and 32 hex digits
 */
export function deriveCallId(identity: CallIdentity, content: [string, string][]): string {
  const { leadId, phone, start, seconds, others = [] } = identity;
  const hasPerson = leadId !== null || phone !== null;
  const when = [start instanceof Date ? start.getTime() : start, seconds];
  const known = [leadId, phone, ...when, ...(hasPerson ? [] : others)];
  const said = hasPerson || start !== null ? known : content;
  return `derived:${keyedDigest(JSON.stringify(said))}`;
}
