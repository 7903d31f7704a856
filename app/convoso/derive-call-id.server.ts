import { keyedDigest } from "#app/lib/keyed-digest.server.ts";

/** What tells one call from another where Convoso sent no call id. */
export type CallIdentity = {
  leadId: string | null;
  phone: string | null;
  start: Date | string | null;
  seconds: number | null;
};

/**
 * Makes a call id from what the delivery says: the same delivery always gets the same id, in whatever shape it comes. The
 * digest is keyed, so that nobody finds the phone by trying all numbers.
 * @param content everything said, which is digested where there is no lead, phone or start
 * @returns "derived:" and 32 hex digits
 */
export function deriveCallId(identity: CallIdentity, content: [string, string][]): string {
  const { leadId, phone, start, seconds } = identity;
  const isIdentified = leadId !== null || phone !== null || start !== null;
  const said = isIdentified ? [leadId, phone, start instanceof Date ? start.getTime() : start, seconds] : content;
  return `derived:${keyedDigest(JSON.stringify(said))}`;
}
