import type { CallLogRow } from "#app/convoso/call-log-row.server.ts";
import type { AgentFields, CallFields } from "#app/convoso/parse-delivery.server.ts";
import type { FieldDifference } from "#app/db/ledger/differences.server.ts";
import type { OurCall } from "#app/db/ledger/our-calls.server.ts";
import { foldText } from "#app/lib/fold-text.ts";
import type { ComparedField } from "#app/lib/ledger-words.ts";

/** A call of Convoso's log as a delivery of it would be read, as far as it is compared. */
export type TheirCall = {
  call: Pick<
    CallFields,
    "disposition" | "dispositionName" | "durationSeconds" | "campaign" | "campaignId" | "recordingUrl"
  >;
  agent: Pick<AgentFields, "agentId" | "name"> | null;
};

/** The same of a row that nobody has read as a delivery: where it is equal, a delivery says nothing else. */
export function plainly(row: CallLogRow): TheirCall {
  const { status, statusName, callLength, campaign, campaignId, recordingUrl, userId, agentName } = row;
  return {
    call: {
      disposition: status,
      dispositionName: statusName,
      durationSeconds: callLength,
      campaign: campaign ?? campaignId,
      campaignId,
      recordingUrl,
    },
    agent: userId === null && agentName === null ? null : { agentId: userId, name: agentName },
  };
}

const fold = (text: string) => foldText(text).replace(/\s+/g, " ").trim();

/** Whether any of Convoso's names for a thing is one of ours: only the same kind is compared, an id with an id. */
function isSame(there: readonly (string | null)[], here: readonly (string | null)[]): boolean {
  const ours = new Set(here.flatMap((text) => (text === null ? [] : [fold(text)])));
  return there.some((text) => text !== null && ours.has(fold(text)));
}

/** Two people may have one name, so it counts only where one side has no id. */
function isSameAgent(theirs: NonNullable<TheirCall["agent"]>, ours: OurCall): boolean {
  if (theirs.agentId !== null && ours.agentId !== null) return isSame([theirs.agentId], [ours.agentId]);
  return isSame([theirs.name], [ours.agentName]);
}

const secondsOf = (seconds: number | null) => (seconds === null ? null : `${seconds} s`);
const agentOf = (id: string | null, name: string | null) => (name && id ? `${name} (${id})` : (name ?? id));
const HAS_RECORDING = "has a recording";

/** What Convoso says of a call, by field; null where it says nothing. */
export function saidThere({ call, agent }: TheirCall): Record<ComparedField, string | null> {
  return {
    disposition: call.disposition,
    length: secondsOf(call.durationSeconds),
    agent: agentOf(agent?.agentId ?? null, agent?.name ?? null),
    campaign: call.campaign,
    recording: call.recordingUrl === null ? null : HAS_RECORDING,
  };
}

/** The same of our call. */
export function saidHere(call: OurCall): Record<ComparedField, string | null> {
  return {
    disposition: call.disposition,
    length: secondsOf(call.durationSeconds),
    agent: agentOf(call.agentId, call.agentName),
    campaign: call.campaign,
    recording: call.recordingUrl === null ? null : call.hasFailedLink ? "its link fails" : HAS_RECORDING,
  };
}

/**
 * What differs between a call of Convoso's log and ours. What Convoso leaves blank differs from nothing, and neither does
 * another notation: letter case, blanks, a name beside its id. A length of 0 replaces none, so it is like a blank. A link that was found here is as good as Convoso's, which may
 * be new each time; one that fails differs from another one. A recording that is missing here is searched for anyway.
 */
export function compareCalls(theirs: TheirCall, ours: OurCall): FieldDifference[] {
  const { call, agent } = theirs;
  const isEqual: Record<ComparedField, boolean> = {
    disposition: isSame([call.disposition, call.dispositionName], [ours.disposition]),
    length:
      call.durationSeconds === ours.durationSeconds || (call.durationSeconds === 0 && ours.durationSeconds !== null),
    agent: agent !== null && isSameAgent(agent, ours),
    campaign: isSame([call.campaign, call.campaignId], [ours.campaign, ours.campaignId]),
    recording: !ours.hasFailedLink || call.recordingUrl === ours.recordingUrl,
  };
  const [there, here] = [saidThere(theirs), saidHere(ours)];
  return (Object.keys(isEqual) as ComparedField[]).flatMap((field) =>
    there[field] === null || isEqual[field] ? [] : [{ field, there: there[field], here: here[field] }],
  );
}
