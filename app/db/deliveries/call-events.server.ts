import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import {
  EventEndpoint,
  type EventFilter,
  EventOutcome,
  eventConditions,
} from "#app/db/deliveries/event-filter.server.ts";
import { scanEvents } from "#app/db/deliveries/scan-events.server.ts";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/lists/page.server.ts";
import type { ScanLimits, Unfinished } from "#app/db/lists/unfinished.server.ts";
import { where } from "#app/db/lists/where.server.ts";

/** A delivery as lists show it, with the name and phone of what it touched. */
export const EventSummary = z.object({
  id: z.uuid(),
  endpoint: EventEndpoint,
  kind: z.enum(["lead", "call"]).nullable(),
  outcome: EventOutcome,
  is_misrouted: z.boolean(),
  is_test: z.boolean(),
  received_at: z.date(),
  http_status: z.number(),
  error: z.string().nullable(),
  hint: z.string().nullable(),
  call_id: z.string().nullable(),
  contact_id: z.number().nullable(),
  agent_id: z.number().nullable(),
  agent_name: z.string().nullable(),
  contact_name: z.string().nullable(),
  phone_number: z.string().nullable(),
  phone_e164: z.string().nullable(),
});
export type EventSummary = z.infer<typeof EventSummary>;

/** A delivery with everything that was kept of it. `body` is exactly what was sent; null where it was not kept. */
export const CallEvent = EventSummary.extend({
  method: z.string(),
  query: z.string().nullable(),
  content_type: z.string().nullable(),
  headers: z.record(z.string(), z.unknown()),
  source_address: z.string().nullable(),
  body: z.instanceof(Uint8Array).nullable(),
  body_size: z.number(),
  body_shape: z.string().nullable(),
  problems: z.unknown(),
  processing_ms: z.number().nullable(),
  replay_of: z.uuid().nullable(),
  part_of: z.uuid().nullable(),
  part: z.number().nullable(),
  apply_attempts: z.number(),
  last_apply_at: z.date().nullable(),
  payload_erased_at: z.date().nullable(),
  payload_erased_by: z.enum(["retention", "erasure"]).nullable(),
  field_map_version: z.number().nullable(),
});
export type CallEvent = z.infer<typeof CallEvent>;

const summaryColumns = sql.fragment`
  call_events.id, call_events.endpoint, call_events.kind, call_events.outcome, call_events.is_misrouted,
  call_events.is_test, call_events.received_at, call_events.http_status, call_events.error, call_events.hint,
  call_events.call_id, call_events.contact_id, agents.id as agent_id,
  coalesce(agents.name, agents.agent_id) as agent_name,
  nullif(concat_ws(' ', contacts.first_name, contacts.last_name), '') as contact_name,
  coalesce(calls.phone_number, contacts.phone_number) as phone_number,
  case when calls.phone_number is null then contacts.phone_e164 else calls.phone_e164 end as phone_e164`;

/** Deliveries with the rows that they touched. */
const eventSource = sql.fragment`
  call_events
  left join calls on calls.call_id = call_events.call_id
  left join contacts on contacts.id = call_events.contact_id
  left join agents on agents.id = call_events.agent_id`;

/** A page of deliveries; `unfinished` where it ends only because enough had been looked at. */
export type EventPage = Page<EventSummary> & { unfinished: Unfinished | null };

/** The select of all deliveries that `filter` matches, newest first, for their export. */
export function eventRows(filter: EventFilter): FragmentSqlToken {
  return sql.fragment`
    select ${summaryColumns}, call_events.method, call_events.query, call_events.content_type,
      call_events.source_address, call_events.body_size, call_events.body_shape, call_events.problems,
      call_events.processing_ms, call_events.apply_attempts, call_events.part_of, call_events.part,
      call_events.field_map_version, text_of_body(call_events.body) as body
    from ${eventSource}
    ${where(...eventConditions(filter))}
    order by call_events.id desc`;
}

/** A row without columns for each delivery that `filter` matches, to be counted. */
export function eventMatches(filter: EventFilter): FragmentSqlToken {
  return sql.fragment`select from call_events ${where(...eventConditions(filter))}`;
}

/** A page of deliveries, newest first. The cursor is an event's id. */
export async function listEvents(
  db: Database,
  filter: EventFilter,
  asked: PageRequest = {},
  limits?: ScanLimits,
  size = PAGE_SIZE,
): Promise<EventPage> {
  const { ids, unfinished } = await scanEvents(db, filter, asked, size + 1, limits);
  const found = await db.any(sql.type(EventSummary)`
    select ${summaryColumns}
    from ${eventSource}
    where call_events.id = any(${sql.array(ids, "uuid")})
    order by call_events.id ${asked.after === undefined ? sql.fragment`desc` : sql.fragment`asc`}`);
  const page = toPage(found, asked, (row) => row.id, size);
  if (!unfinished) return { ...page, unfinished };
  return asked.after === undefined
    ? { ...page, older: unfinished.cursor, unfinished }
    : { ...page, newer: unfinished.cursor, unfinished };
}

/** The latest deliveries of all, newest first. */
export function listLatestEvents(db: Database, limit: number): Promise<readonly EventSummary[]> {
  return db.any(sql.type(EventSummary)`
    select ${summaryColumns}
    from ${eventSource}
    where call_events.id = any(array(select id from call_events order by id desc limit ${limit}))
    order by call_events.id desc`);
}

/** The deliveries just before and after one, about the same call or lead, newest first. `hasMore`: there are still others. */
export type Neighbours = { older: EventSummary[]; newer: EventSummary[]; hasMore: boolean };

const NEIGHBOURS = 5;

/** The neighbours of a delivery: of the same call, or, where it is about none, the same lead. */
export async function listNeighbours(
  db: Database,
  { id, call_id, contact_id }: Pick<EventSummary, "id" | "call_id" | "contact_id">,
): Promise<Neighbours> {
  if (call_id === null && contact_id === null) return { older: [], newer: [], hasMore: false };
  const about = call_id === null ? { contactId: contact_id as number } : { callId: call_id };
  const [{ rows: older }, { rows: newer }] = await Promise.all([
    listEvents(db, about, { before: id }),
    listEvents(db, about, { after: id }),
  ]);
  const hasMore = older.length > NEIGHBOURS || newer.length > NEIGHBOURS;
  return { older: older.slice(0, NEIGHBOURS), newer: newer.slice(-NEIGHBOURS), hasMore };
}

/** These deliveries, in any order. */
export function listEventsById(db: Database, ids: readonly string[]): Promise<readonly EventSummary[]> {
  return db.any(sql.type(EventSummary)`
    select ${summaryColumns} from ${eventSource} where call_events.id = any(${sql.array([...ids], "uuid")})`);
}

/** One delivery with its body, or null. */
export function findEvent(db: Database, id: string): Promise<CallEvent | null> {
  return db.maybeOne(sql.type(CallEvent)`
    select ${summaryColumns}, call_events.method, call_events.query, call_events.content_type, call_events.headers,
      call_events.source_address, call_events.body, call_events.body_size, call_events.body_shape,
      call_events.problems, call_events.processing_ms, call_events.replay_of, call_events.part_of, call_events.part,
      call_events.apply_attempts, call_events.last_apply_at, call_events.payload_erased_at,
      call_events.payload_erased_by, call_events.field_map_version
    from ${eventSource}
    where call_events.id = ${id}::uuid`);
}
