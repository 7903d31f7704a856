import { sql } from "slonik";
import { z } from "zod";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/page.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { type Conditions, where } from "#app/db/where.server.ts";

/** A call as lists show it. The link of its recording is left out on purpose: it opens without a login. */
export const CallSummary = z.object({
  call_id: z.string(),
  /** Where the call stands in the list: its time to the microsecond, "~", its id. */
  cursor: z.string(),
  occurred_at: z.date(),
  contact_id: z.number().nullable(),
  contact_name: z.string().nullable(),
  phone_number: z.string().nullable(),
  phone_e164: z.string().nullable(),
  agent_id: z.number().nullable(),
  agent_name: z.string().nullable(),
  campaign: z.string().nullable(),
  disposition: z.string().nullable(),
  disposition_name: z.string().nullable(),
  direction: z.string().nullable(),
  duration_seconds: z.number().nullable(),
  is_test: z.boolean(),
  recording_state: z.enum(["found", "waiting", "gave_up", "absent", "blocked", "none"]),
  next_try_at: z.date().nullable(),
  last_answer: z.string().nullable(),
});
export type CallSummary = z.infer<typeof CallSummary>;

/** A call with everything that is known about it, but for the link of its recording. */
export const Call = CallSummary.extend({
  lead_id: z.string().nullable(),
  caller_id: z.string().nullable(),
  campaign_id: z.string().nullable(),
  list_id: z.string().nullable(),
  queue: z.string().nullable(),
  term_reason: z.string().nullable(),
  agent_comment: z.string().nullable(),
  started_at: z.date().nullable(),
  started_at_text: z.string().nullable(),
  ended_at: z.date().nullable(),
  ended_at_text: z.string().nullable(),
  recording_source: z.string().nullable(),
  recording_found_at: z.date().nullable(),
  extra: z.record(z.string(), z.unknown()),
  created_at: z.date(),
  updated_at: z.date(),
});
export type Call = z.infer<typeof Call>;

const recordingState = sql.fragment`
  case
    when calls.recording_url is not null then 'found'
    else coalesce(nullif(pending_recordings.state, 'found'), 'none')
  end`;

const summaryColumns = sql.fragment`
  calls.call_id,
  to_char(calls.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || calls.call_id as cursor,
  calls.occurred_at, calls.contact_id,
  nullif(concat_ws(' ', contacts.first_name, contacts.last_name), '') as contact_name,
  calls.phone_number, calls.phone_e164, calls.agent_id,
  coalesce(agents.name, agents.agent_id) as agent_name,
  calls.campaign, calls.disposition, calls.disposition_name, calls.direction, calls.duration_seconds, calls.is_test,
  ${recordingState} as recording_state,
  pending_recordings.next_try_at, pending_recordings.last_answer`;

/** Calls with what their filters and lists need of other tables. */
const callSource = sql.fragment`
  calls
  left join contacts on contacts.id = calls.contact_id
  left join agents on agents.id = calls.agent_id
  left join pending_recordings on pending_recordings.call_id = calls.call_id`;

export type CallFilter = {
  campaign?: string | undefined;
  agentId?: number | undefined;
  disposition?: string | undefined;
  recording?: CallSummary["recording_state"] | undefined;
  isTest?: boolean | undefined;
  contactId?: number | undefined;
  since?: Date | undefined;
  /** From that moment on, and until just before this one. */
  from?: Date | undefined;
  to?: Date | undefined;
};

function rank(cursor: string) {
  const [time = "", ...id] = cursor.split("~");
  return sql.fragment`(${time}::timestamptz, ${id.join("~")})`;
}

/** What `filter` asks of a row of {@link callSource}: for the list, its export and its count alike. */
function callConditions(filter: CallFilter): Conditions {
  return [
    filter.campaign !== undefined && sql.fragment`calls.campaign = ${filter.campaign}`,
    filter.agentId !== undefined && sql.fragment`calls.agent_id = ${filter.agentId}`,
    filter.disposition !== undefined && sql.fragment`lower(calls.disposition) = lower(${filter.disposition})`,
    filter.recording && sql.fragment`${recordingState} = ${filter.recording}`,
    filter.isTest !== undefined && sql.fragment`calls.is_test = ${filter.isTest}`,
    filter.contactId !== undefined && sql.fragment`calls.contact_id = ${filter.contactId}`,
    filter.since && sql.fragment`calls.occurred_at >= ${filter.since.toISOString()}::timestamptz`,
    filter.from && sql.fragment`calls.occurred_at >= ${filter.from.toISOString()}::timestamptz`,
    filter.to && sql.fragment`calls.occurred_at < ${filter.to.toISOString()}::timestamptz`,
  ];
}

/** A page of calls, the latest first. The cursor is {@link CallSummary}'s. */
export async function listCalls(db: Database, filter: CallFilter, asked: PageRequest = {}): Promise<Page<CallSummary>> {
  const direction = asked.after === undefined ? sql.fragment`desc` : sql.fragment`asc`;
  const found = await db.any(sql.type(CallSummary)`
    select ${summaryColumns}
    from ${callSource}
    ${where(
      ...callConditions(filter),
      asked.after !== undefined && sql.fragment`(calls.occurred_at, calls.call_id) > ${rank(asked.after)}`,
      asked.after === undefined &&
        asked.before !== undefined &&
        sql.fragment`(calls.occurred_at, calls.call_id) < ${rank(asked.before)}`,
    )}
    order by calls.occurred_at ${direction}, calls.call_id ${direction}
    limit ${PAGE_SIZE + 1}`);
  return toPage(found, asked, (row) => row.cursor);
}

/** One call, or null. */
export function findCall(db: Database, callId: string): Promise<Call | null> {
  return db.maybeOne(sql.type(Call)`
    select ${summaryColumns}, calls.lead_id, calls.caller_id, calls.campaign_id, calls.list_id, calls.queue,
      calls.term_reason, calls.agent_comment, calls.started_at, calls.started_at_text, calls.ended_at,
      calls.ended_at_text, calls.recording_source, calls.recording_found_at, calls.extra, calls.created_at,
      calls.updated_at
    from ${callSource}
    where calls.call_id = ${callId}`);
}
