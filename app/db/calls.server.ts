import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { type CallFilter, callConditions } from "#app/db/call-filter.server.ts";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/page.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { pastCursor, timeCursor, timeOrder } from "#app/db/time-cursor.server.ts";
import { where } from "#app/db/where.server.ts";

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

const byTime = { time: sql.fragment`calls.occurred_at`, key: sql.fragment`calls.call_id`, type: "text" } as const;

const recordingState = sql.fragment`
  case
    when calls.recording_url is not null then 'found'
    else coalesce(nullif(pending_recordings.state, 'found'), 'none')
  end`;

const summaryColumns = sql.fragment`
  calls.call_id,
  ${timeCursor(byTime)} as cursor,
  calls.occurred_at, calls.contact_id,
  nullif(concat_ws(' ', contacts.first_name, contacts.last_name), '') as contact_name,
  calls.phone_number, calls.phone_e164, calls.agent_id,
  coalesce(agents.name, agents.agent_id) as agent_name,
  calls.campaign, calls.disposition, calls.disposition_name, calls.direction, calls.duration_seconds, calls.is_test,
  ${recordingState} as recording_state,
  pending_recordings.next_try_at, pending_recordings.last_answer`;

const columns = sql.fragment`
  ${summaryColumns}, calls.lead_id, calls.caller_id, calls.campaign_id, calls.list_id, calls.queue,
  calls.term_reason, calls.agent_comment, calls.started_at, calls.started_at_text, calls.ended_at,
  calls.ended_at_text, calls.recording_source, calls.recording_found_at, calls.extra, calls.created_at,
  calls.updated_at`;

const source = sql.fragment`
  calls
  left join contacts on contacts.id = calls.contact_id
  left join agents on agents.id = calls.agent_id
  left join pending_recordings on pending_recordings.call_id = calls.call_id`;

/** The select of all calls that `filter` matches, the latest first, for their export. */
export function callRows(filter: CallFilter): FragmentSqlToken {
  return sql.fragment`
    select ${columns} from ${source} ${where(...callConditions(filter))} ${timeOrder(byTime, {})}`;
}

/** A row without columns for each call that `filter` matches, to be counted. */
export function callMatches(filter: CallFilter): FragmentSqlToken {
  return sql.fragment`select from calls ${where(...callConditions(filter))}`;
}

/**
 * A page of calls, the latest first. The cursor is {@link CallSummary}'s. Which calls is asked first and by itself: indexes
 * alone may know, and of what is passed over on the way to a page nothing is read then.
 */
export async function listCalls(
  db: Database,
  filter: CallFilter,
  asked: PageRequest = {},
  size = PAGE_SIZE,
): Promise<Page<CallSummary>> {
  const found = await db.any(sql.type(CallSummary)`
    select ${summaryColumns}
    from ${source}
    where calls.call_id = any(array(
      select calls.call_id
      from calls
      ${where(...callConditions(filter), pastCursor(byTime, asked))}
      ${timeOrder(byTime, asked)}
      limit ${size + 1}
    ))
    ${timeOrder(byTime, asked)}`);
  return toPage(found, asked, (row) => row.cursor, size);
}

/** These calls, in any order. */
export function listCallsById(db: Database, callIds: readonly string[]): Promise<readonly Call[]> {
  return db.any(sql.type(Call)`
    select ${columns} from ${source} where calls.call_id = any(${sql.array([...callIds], "text")})`);
}

/** One call, or null. */
export function findCall(db: Database, callId: string): Promise<Call | null> {
  return db.maybeOne(sql.type(Call)`
    select ${columns}
    from ${source}
    where calls.call_id = ${callId}`);
}
