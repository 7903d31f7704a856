import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { type CallFilter, callConditions } from "#app/db/calls/call-filter.server.ts";
import { byTime, searchCalls } from "#app/db/calls/search-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { fieldColumns, fieldShape } from "#app/db/lists/field-columns.server.ts";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/lists/page.server.ts";
import { timeCursor, timeOrder } from "#app/db/lists/time-cursor.server.ts";
import type { ScanLimits, Unfinished } from "#app/db/lists/unfinished.server.ts";
import { where } from "#app/db/lists/where.server.ts";
import { campaignName, listName } from "#app/db/names/convoso-names.server.ts";
import { notesAsText } from "#app/db/notes/notes.server.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { RECORDING_STATE_NAMES } from "#app/lib/recording-states.ts";

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
  /** What Convoso calls it, where it lists the campaign. */
  campaign_name: z.string().nullable(),
  disposition: z.string().nullable(),
  disposition_name: z.string().nullable(),
  /** Its name in the disposition settings; the name as sent where they have none. */
  disposition_label: z.string().nullable(),
  direction: z.string().nullable(),
  duration_seconds: z.number().nullable(),
  is_test: z.boolean(),
  recording_state: z.enum(RECORDING_STATE_NAMES),
  /** Why the link failed, see `faultWords`; null unless it did. */
  recording_fault: z.string().nullable(),
  /** Since when the link fails or plays; null where nobody has tried it. */
  recording_verdict_at: z.date().nullable(),
  next_try_at: z.date().nullable(),
  last_answer: z.string().nullable(),
});
export type CallSummary = z.infer<typeof CallSummary>;

/** A call with everything that is known about it, but for the link of its recording. */
export const Call = CallSummary.extend({
  ...fieldShape(CALL_FIELDS),
  /** What Convoso calls it, where it lists the list. */
  list_name: z.string().nullable(),
  recording_source: z.string().nullable(),
  recording_found_at: z.date().nullable(),
  extra: z.record(z.string(), z.unknown()),
  created_at: z.date(),
  updated_at: z.date(),
});
export type Call = z.infer<typeof Call>;

/** The state of a call's recording, from `calls` and `pending_recordings`. */
export const recordingState = sql.fragment`
  case
    when calls.recording_url is not null then coalesce(calls.recording_verdict, 'found')
    else coalesce(nullif(pending_recordings.state, 'found'), 'none')
  end`;

const ownColumns = sql.fragment`
  calls.call_id,
  ${timeCursor(byTime)} as cursor,
  calls.occurred_at,
  nullif(concat_ws(' ', contacts.first_name, contacts.last_name), '') as contact_name,
  coalesce(agents.name, agents.agent_id) as agent_name, ${campaignName} as campaign_name, calls.is_test,
  ${recordingState} as recording_state, calls.recording_fault, calls.recording_verdict_at,
  pending_recordings.next_try_at, pending_recordings.last_answer`;

/** The settings are read once for a page, not once for each of its rows. */
const dispositionLabel = sql.fragment`
  coalesce(
    (select jsonb_object_agg(code, name) from dispositions) ->> upper(calls.disposition), calls.disposition_name
  ) as disposition_label`;

const summaryColumns = sql.fragment`
  ${ownColumns}, calls.contact_id, calls.phone_number, calls.phone_e164, calls.agent_id, calls.campaign,
  calls.disposition, calls.disposition_name, ${dispositionLabel}, calls.direction, calls.duration_seconds`;

const columns = sql.fragment`
  ${ownColumns}, ${fieldColumns("calls", CALL_FIELDS)}, ${listName} as list_name, calls.recording_source, calls.recording_found_at, calls.extra,
  calls.created_at, calls.updated_at`;

const source = sql.fragment`
  calls
  left join contacts on contacts.id = calls.contact_id
  left join agents on agents.id = calls.agent_id
  left join pending_recordings on pending_recordings.call_id = calls.call_id`;

/** The select of all calls that `filter` matches, the latest first, for their export. */
export function callRows(filter: CallFilter): FragmentSqlToken {
  return sql.fragment`
    select ${columns}, agents.agent_id as convoso_agent_id,
      ${notesAsText(sql.fragment`notes.call_id = calls.call_id`)} as notes
    from ${source} ${where(...callConditions(filter))} ${timeOrder(byTime, {})}`;
}

/** A row without columns for each call that `filter` matches, to be counted. */
export function callMatches(filter: CallFilter): FragmentSqlToken {
  return sql.fragment`select from calls ${where(...callConditions(filter))}`;
}

/** A page of calls; `unfinished` where it ends only because enough had been looked at. */
export type CallPage = Page<CallSummary> & { unfinished: Unfinished | null };

/**
 * A page of calls, the latest first. The cursor is {@link CallSummary}'s. The ids are found first, from indexes where
 * possible, so that rows before the page are never read.
 */
export async function listCalls(
  db: Database,
  filter: CallFilter,
  asked: PageRequest = {},
  size = PAGE_SIZE,
  limits?: ScanLimits,
): Promise<CallPage> {
  const { ids, unfinished } = await searchCalls(db, filter, asked, size + 1, limits);
  const found = await listSummaries(db, ids, timeOrder(byTime, asked));
  const page = toPage(found, asked, (row) => row.cursor, size);
  if (!unfinished) return { ...page, unfinished };
  const { cursor } = unfinished;
  return asked.after === undefined ? { ...page, older: cursor, unfinished } : { ...page, newer: cursor, unfinished };
}

/** These calls as lists show them. */
export function listSummaries(
  db: Database,
  ids: readonly string[],
  order: FragmentSqlToken,
): Promise<readonly CallSummary[]> {
  return db.any(sql.type(CallSummary)`
    select ${summaryColumns} from ${source} where calls.call_id = any(${sql.array([...ids], "text")}) ${order}`);
}

/** These calls, in any order. */
export function listCallsById(db: Database, callIds: readonly string[]): Promise<readonly Call[]> {
  return db.any(sql.type(Call)`
    select ${columns}, ${dispositionLabel} from ${source} where calls.call_id = any(${sql.array([...callIds], "text")})`);
}

/** One call, or null. */
export function findCall(db: Database, callId: string): Promise<Call | null> {
  return db.maybeOne(sql.type(Call)`
    select ${columns}, ${dispositionLabel}
    from ${source}
    where calls.call_id = ${callId}`);
}

const Campaign = z.object({ campaign: z.string().nullable() });

/** The campaign that a call names; null also where there is no such call. */
export function findCampaignOfCall(db: Database, callId: string): Promise<string | null> {
  return db.maybeOneFirst(sql.type(Campaign)`select campaign from calls where call_id = ${callId}`);
}
