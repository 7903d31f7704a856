import { sql } from "slonik";
import { z } from "zod";
import { idAt } from "#app/db/event-id.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { filterRowsNaming, listRowsNaming, type Reading } from "#app/db/rows-naming.server.ts";

/** The rows that hold one person's data, by key. */
export type PersonRows = {
  contactIds: string[];
  callIds: string[];
  eventIds: string[];
  /** Calls among `callIds` whose search for a recording has a row. */
  searchedCallIds: string[];
  /** Entries of the audit log, such as an export of what was searched for by this number. */
  auditIds: string[];
};

const Key = z.object({ key: z.string() });
const int8s = (keys: readonly string[]) => sql.fragment`${sql.array([...keys], "int8")}`;
const texts = (keys: readonly string[]) => sql.fragment`${sql.array([...keys], "text")}`;
const uuids = (keys: readonly string[]) => sql.fragment`${sql.array([...keys], "uuid")}`;

/**
 * Everything about the person whose phone `pattern` finds: leads that name it anywhere, calls that name it or are with
 * those leads, deliveries that name it or are about those leads and calls. Reads whole tables.
 * @param tell gets the number of rows after each page that was read, and may throw to break off
 */
export async function findPersonRows(db: Database, pattern: string, tell?: Reading["tell"]): Promise<PersonRows> {
  const contactIds = await listRowsNaming(db, "contacts", pattern, { tell });
  const callIds = await listRowsNaming(db, "calls", pattern, { tell });
  const eventIds = await listRowsNaming(db, "call_events", pattern, { tell });
  const auditIds = await listRowsNaming(db, "audit_log", pattern, { tell });
  return withNeighbours(db, { contactIds, callIds, eventIds, auditIds });
}

/**
 * The same rows, and what came about the person since that moment. All of it came by deliveries, so the tables need not
 * be read again: only the deliveries since then, and the leads and calls that they touched.
 */
export async function addLaterRows(db: Database, rows: PersonRows, pattern: string, since: Date): Promise<PersonRows> {
  const later = await listRowsNaming(db, "call_events", pattern, { after: idAt(since) });
  const auditIds = await db.anyFirst(sql.type(Key)`
    select id::text as key from audit_log
    where at >= ${since.toISOString()}::timestamptz and audit_log::text ~ ${pattern}`);
  const eventIds = union(rows.eventIds, later);
  const touched = await db.any(sql.type(Touched)`
    select distinct contact_id::text, call_id from call_events
    where id = any(${uuids(eventIds)}) and (contact_id is not null or call_id is not null)`);
  const touchedBy = (key: keyof z.infer<typeof Touched>) => touched.flatMap((one) => one[key] ?? []);
  const contactIds = await filterRowsNaming(db, "contacts", pattern, touchedBy("contact_id"));
  const callIds = await filterRowsNaming(db, "calls", pattern, touchedBy("call_id"));
  return withNeighbours(db, {
    contactIds: union(rows.contactIds, contactIds),
    callIds: union(rows.callIds, callIds),
    eventIds,
    auditIds: union(rows.auditIds, auditIds),
  });
}

const Touched = z.object({ contact_id: z.string().nullable(), call_id: z.string().nullable() });
const union = (some: readonly string[], more: readonly string[]) => [...new Set([...some, ...more])];

/** Adds the calls of these leads, the deliveries about all of them, and which of the calls are searched for. */
async function withNeighbours(db: Database, rows: Omit<PersonRows, "searchedCallIds">): Promise<PersonRows> {
  const { contactIds } = rows;
  const withContacts = await db.anyFirst(sql.type(Key)`
    select call_id as key from calls where contact_id = any(${int8s(contactIds)})`);
  const callIds = union(rows.callIds, withContacts);
  const about = await db.anyFirst(sql.type(Key)`
    select id::text as key from call_events
    where contact_id = any(${int8s(contactIds)}) or call_id = any(${texts(callIds)})`);
  const searchedCallIds = await db.anyFirst(sql.type(Key)`
    select call_id as key from pending_recordings where call_id = any(${texts(callIds)})`);
  return { ...rows, callIds, eventIds: union(rows.eventIds, about), searchedCallIds: [...searchedCallIds] };
}

/**
 * Takes the person out of these rows: leads are deleted; calls keep their facts without anybody's data, or are deleted
 * where the number is their id; deliveries keep their line in the ledger without payload. Searches go first, so that a
 * job that is running finds its own gone (see `fetchRecordingNow`).
 */
export async function erasePersonRows(db: Database, rows: PersonRows, pattern: string): Promise<void> {
  const { contactIds, callIds, eventIds, auditIds } = rows;
  const calls = texts(callIds);
  await db.query(sql.unsafe`delete from pending_recordings where call_id = any(${calls})`);
  await db.query(sql.unsafe`delete from calls where call_id = any(${calls}) and call_id ~ ${pattern}`);
  await db.query(sql.unsafe`
    update calls
    set contact_id = null, lead_id = null, phone_number = null, phone_e164 = null, caller_id = null,
      agent_comment = null, recording_url = null, recording_source = null, recording_found_at = null, extra = '{}',
      field_events = null, updated_at = now()
    where call_id = any(${calls})`);
  await db.query(sql.unsafe`delete from contacts where id = any(${int8s(contactIds)})`);
  await db.query(sql.unsafe`
    update call_events
    set body = null, body_sha256 = null, headers = '{}', query = null, problems = null, contact_id = null,
      error = case when error ~ ${pattern} then null else error end,
      hint = case when hint ~ ${pattern} then null else hint end,
      call_id = case when call_id ~ ${pattern} then null else call_id end,
      payload_erased_at = now(), payload_erased_by = 'erasure'
    where id = any(${uuids(eventIds)})`);
  // A replay is named by what was searched for.
  await db.query(sql.unsafe`delete from replays where concat_ws(' ', query, filter::text) ~ ${pattern}`);
  // Of a replay that still runs the filter says what it may touch: without it, it would go on with everything.
  await db.query(sql.unsafe`
    update replays set filter = '{}', query = ''
    where state <> 'running' and (filter::text ~ ${pattern} or query ~ ${pattern})`);
  await db.query(sql.unsafe`
    update audit_log
    set target = case when target ~ ${pattern} then '[erased]' else target end, details = '{}'
    where id = any(${int8s(auditIds)})`);
}
