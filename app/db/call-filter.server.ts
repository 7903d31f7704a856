import { type FragmentSqlToken, sql } from "slonik";
import type { Conditions } from "#app/db/where.server.ts";

/** What a list of calls may be narrowed to. Lengths are in seconds, both ends included. */
export type CallFilter = {
  campaign?: string | undefined;
  agentId?: number | undefined;
  /** A code in any letter case. */
  disposition?: string | undefined;
  direction?: string | undefined;
  minSeconds?: number | undefined;
  maxSeconds?: number | undefined;
  recording?: "found" | "waiting" | "gave_up" | "absent" | "blocked" | "none" | undefined;
  /** Calls that do not name one. */
  without?: "campaign" | "disposition" | "agent" | undefined;
  isTest?: boolean | undefined;
  contactId?: number | undefined;
  since?: Date | undefined;
  /** From that moment on, and until just before this one. */
  from?: Date | undefined;
  to?: Date | undefined;
};

/** The conditions on `calls` that a filter means: lists, counts and exports share them. */
export function callConditions(filter: CallFilter): Conditions {
  const { campaign, agentId, disposition, direction, minSeconds, maxSeconds, isTest, contactId } = filter;
  return [
    campaign !== undefined && sql.fragment`calls.campaign = ${campaign}`,
    agentId !== undefined && sql.fragment`calls.agent_id = ${agentId}`,
    disposition !== undefined && sql.fragment`upper(calls.disposition) = upper(${disposition})`,
    direction !== undefined && sql.fragment`calls.direction = ${direction}`,
    minSeconds !== undefined && sql.fragment`calls.duration_seconds >= ${minSeconds}`,
    maxSeconds !== undefined && sql.fragment`calls.duration_seconds <= ${maxSeconds}`,
    filter.without && namesNone[filter.without],
    filter.recording && recordingCondition(filter.recording),
    isTest !== undefined && sql.fragment`calls.is_test = ${isTest}`,
    contactId !== undefined && sql.fragment`calls.contact_id = ${contactId}`,
    filter.since && sql.fragment`calls.occurred_at >= ${filter.since.toISOString()}::timestamptz`,
    filter.from && sql.fragment`calls.occurred_at >= ${filter.from.toISOString()}::timestamptz`,
    filter.to && sql.fragment`calls.occurred_at < ${filter.to.toISOString()}::timestamptz`,
  ];
}

/** As their indexes have it. */
const namesNone = {
  campaign: sql.fragment`calls.campaign is null`,
  disposition: sql.fragment`upper(calls.disposition) is null`,
  agent: sql.fragment`calls.agent_id is null`,
};

/** The call's own link comes first, then where the search stands; a search that says "found" of no link is none. */
function recordingCondition(state: NonNullable<CallFilter["recording"]>): FragmentSqlToken {
  if (state === "found") return sql.fragment`calls.recording_url is not null`;
  if (state === "gave_up") return sql.fragment`calls.recording_given_up`; // by a trigger, and not where there is a link
  const search = sql.fragment`select from pending_recordings where pending_recordings.call_id = calls.call_id`;
  return state === "none"
    ? sql.fragment`calls.recording_url is null and not exists (${search} and pending_recordings.state <> 'found')`
    : sql.fragment`calls.recording_url is null and exists (${search} and pending_recordings.state = ${state})`;
}
