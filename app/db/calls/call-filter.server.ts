import { type FragmentSqlToken, sql } from "slonik";
import { isKind, type Looking, searchCondition } from "#app/db/calls/call-search.server.ts";
import { chosenIn } from "#app/db/lists/choice-conditions.server.ts";
import type { Conditions } from "#app/db/lists/where.server.ts";
import { type Choice, listChosen } from "#app/lib/choice.ts";
import type { SearchTerm } from "#app/lib/parse-search.ts";
import type { RecordingFilter } from "#app/lib/recording-states.ts";

/** What a list of calls may be narrowed to. Lengths are in seconds, both ends included. */
export type CallFilter = {
  campaign?: Choice<string> | undefined;
  agentId?: Choice<number> | undefined;
  /** Codes in any letter case. */
  disposition?: Choice<string> | undefined;
  direction?: Choice<string> | undefined;
  minSeconds?: number | undefined;
  maxSeconds?: number | undefined;
  recording?: Choice<RecordingFilter> | undefined;
  /** Calls that do not name one. */
  without?: "campaign" | "disposition" | "agent" | undefined;
  isTest?: boolean | undefined;
  contactId?: number | undefined;
  /** From that moment on, and until just before `to`. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** What `parseSearch` read: conditions that all must hold. */
  search?: readonly SearchTerm[] | undefined;
  /** For those who find phones and e-mail addresses only whole. */
  isMasked?: boolean | undefined;
};

/** The conditions on `calls` that a filter means: lists, counts and exports share them. */
export function callConditions(filter: CallFilter): Conditions {
  return [...indexedConditions(filter), ...otherConditions(filter, "all")];
}

/** The conditions that indexes find in the order of the list. */
export function indexedConditions(filter: CallFilter): Conditions {
  const { minSeconds, maxSeconds, isTest, contactId, recording } = filter;
  return [
    ...Object.values(choicesOf(filter)).map(({ wanted }) => wanted),
    typeof recording === "string" && recordingCondition(recording),
    minSeconds !== undefined && sql.fragment`calls.duration_seconds >= ${minSeconds}`,
    maxSeconds !== undefined && sql.fragment`calls.duration_seconds <= ${maxSeconds}`,
    filter.without && namesNone[filter.without],
    isTest !== undefined && sql.fragment`calls.is_test = ${isTest}`,
    filter.search?.some(isKind) && sql.fragment`calls.is_test`,
    contactId !== undefined && sql.fragment`calls.contact_id = ${contactId}`,
    filter.from && sql.fragment`calls.occurred_at >= ${filter.from.toISOString()}::timestamptz`,
    filter.to && sql.fragment`calls.occurred_at < ${filter.to.toISOString()}::timestamptz`,
  ];
}

/** The conditions that are checked call by call: exclusions, several states of recordings, and the search. */
export function otherConditions(filter: CallFilter, looking: Looking): FragmentSqlToken[] {
  const { search = [], isMasked = false } = filter;
  return [
    ...Object.values(choicesOf(filter)).flatMap(({ unwanted }) => unwanted ?? []),
    ...recordingChoice(filter.recording),
    ...search.map((term) => searchCondition(term, isMasked, looking)),
  ];
}

function choicesOf({ campaign, agentId, disposition, direction }: CallFilter) {
  return {
    campaign: chosenIn(sql.fragment`calls.campaign`, campaign),
    agent: chosenIn(sql.fragment`calls.agent_id`, agentId),
    disposition: chosenIn(sql.fragment`upper(calls.disposition)`, disposition, (code) => sql.fragment`upper(${code})`),
    direction: chosenIn(sql.fragment`calls.direction`, direction),
  };
}

function recordingChoice(choice: CallFilter["recording"]): FragmentSqlToken[] {
  if (choice === undefined || typeof choice === "string") return [];
  const { wanted, unwanted } = listChosen(choice);
  const either = sql.join(
    [...wanted, ...unwanted].map((state) => sql.fragment`coalesce(${recordingCondition(state)}, false)`),
    sql.fragment` or `,
  );
  return [wanted.length > 0 ? sql.fragment`(${either})` : sql.fragment`not (${either})`];
}

/** As their indexes have it. */
const namesNone = {
  campaign: sql.fragment`calls.campaign is null`,
  disposition: sql.fragment`upper(calls.disposition) is null`,
  agent: sql.fragment`calls.agent_id is null`,
};

/** As the index of these calls has it. */
const hasRecording = sql.fragment`
  calls.recording_url is not null and calls.recording_verdict is distinct from 'failed'`;

/** The call's own link comes first, then where the search stands; a search that says "found" of no link is none. */
function recordingCondition(state: RecordingFilter): FragmentSqlToken {
  if (state === "has") return hasRecording;
  if (state === "missing") return sql.fragment`(calls.recording_url is null or calls.recording_verdict = 'failed')`;
  if (state === "found") return sql.fragment`${hasRecording} and calls.recording_verdict is null`;
  if (state === "playable") return sql.fragment`calls.recording_verdict = 'playable'`;
  if (state === "failed") return sql.fragment`calls.recording_verdict = 'failed'`;
  if (state === "gave_up") return sql.fragment`calls.recording_given_up`; // by a trigger, and not where there is a link
  const search = sql.fragment`select from pending_recordings where pending_recordings.call_id = calls.call_id`;
  return state === "none"
    ? sql.fragment`calls.recording_url is null and not exists (${search} and pending_recordings.state <> 'found')`
    : sql.fragment`calls.recording_url is null and exists (${search} and pending_recordings.state = ${state})`;
}
