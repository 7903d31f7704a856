import { type ListSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { columnsWith, type FateTable } from "#app/db/erasure/fates.server.ts";
import { foldedText } from "#app/db/erasure/search-rows.server.ts";
import { foldFigures } from "#app/db/figures/figure-upkeep.server.ts";

/** The rows of the leads to erase, by key, and rows of no lead that hold their data. */
export type PersonRows = OwnRows & { searchedCallIds: string[]; recordingIds: number[] };
type OwnRows = { contactIds: number[]; callIds: string[]; eventIds: string[] };

/**
 * Rows of others that mention the person. `pattern` matches what is the person's alone. `sentPattern` also matches values
 * that people share, such as a phone number, where they belong to nobody: in the name of a campaign.
 */
export type Mention = {
  table: "contacts" | "calls" | "call_events";
  keys: string[];
  pattern: string | null;
  sentPattern: string;
};

const int8s = (keys: readonly number[]) => sql.fragment`${sql.array([...keys], "int8")}`;
const texts = (keys: readonly string[]) => sql.fragment`${sql.array([...keys], "text")}`;
const uuids = (keys: readonly string[]) => sql.fragment`${sql.array([...keys], "uuid")}`;
const comma = sql.fragment`, `;

const FOLDED_AT_ONCE = 100_000;

const Key = z.object({ key: z.string() });
const Id = z.object({ id: z.number() });

/** Adds the calls of these leads, the deliveries about all of them, and the lists that these came in. */
export async function withNeighbours(db: Database, rows: OwnRows): Promise<OwnRows> {
  const { contactIds } = rows;
  const ofLeads = await db.anyFirst(sql.type(Key)`
    select call_id as key from calls where contact_id = any(${int8s(contactIds)})`);
  const callIds = union(rows.callIds, ofLeads);
  const about = await db.anyFirst(sql.type(Key)`
    select id::text as key from call_events
    where contact_id = any(${int8s(contactIds)}) or call_id = any(${texts(callIds)})`);
  const events = union(rows.eventIds, about);
  const lists = await db.anyFirst(sql.type(Key)`
    select distinct part_of::text as key from call_events where id = any(${uuids(events)}) and part_of is not null`);
  return { contactIds, callIds, eventIds: union(events, lists) };
}

/** Adds which of the calls are searched for, and their recordings in the archive. */
export async function withRecordings(db: Database, rows: OwnRows): Promise<PersonRows> {
  const { callIds } = rows;
  const searchedCallIds = await db.anyFirst(sql.type(Key)`
    select call_id as key from pending_recordings where call_id = any(${texts(callIds)})`);
  const recordingIds = await db.anyFirst(sql.type(Id)`
    select id from archived_recordings where call_id = any(${texts(callIds)})`);
  return { ...rows, searchedCallIds: [...searchedCallIds], recordingIds: [...recordingIds] };
}

const union = (some: readonly string[], more: readonly string[]) => [...new Set([...some, ...more])];

const emptied = (column: string) =>
  column === "extra" || column === "headers" ? sql.fragment`'{}'::jsonb` : sql.fragment`null`;

const isIn = (table: FateTable, columns: readonly string[], pattern: string) =>
  sql.fragment`${foldedText(table, columns)} ~ ${pattern}`;

/** `column = null` for each. */
function emptyAll(columns: readonly string[]): ListSqlToken {
  return sql.join(
    columns.map((column) => sql.fragment`${sql.identifier([column])} = ${emptied(column)}`),
    comma,
  );
}

/** Empties each of the columns in which the pattern is found. */
function emptyMatching(table: FateTable, columns: readonly string[], pattern: string): ListSqlToken {
  return sql.join(
    columns.map((column) => {
      const kept = sql.identifier(["it", column]);
      return sql.fragment`
        ${sql.identifier([column])} = case when ${isIn(table, [column], pattern)} then ${emptied(column)} else ${kept} end`;
    }),
    comma,
  );
}

/** Writes "[erased]" into each of the columns in which the pattern is found: a rule without its condition would mean all. */
function wordErased(table: FateTable, columns: readonly string[], pattern: string): ListSqlToken {
  return sql.join(
    columns.map((column) => {
      const kept = sql.identifier(["it", column]);
      return sql.fragment`
        ${sql.identifier([column])} = case when ${isIn(table, [column], pattern)} then '[erased]' else ${kept} end`;
    }),
    comma,
  );
}

/**
 * Takes the person out of these rows: leads are deleted, and so is what the ledger says of their calls, which are not
 * compared any more; calls keep their facts without anybody's data, or are deleted
 * where the number is their id; deliveries keep their row without payload. Searches go first, so that a
 * job that is running finds its own gone (see `fetchRecordingNow`).
 * @param pattern finds the person anywhere; `ownPattern` also finds single names, which only mean the person in these rows
 */
export async function erasePersonRows(
  db: Database,
  { contactIds, callIds, eventIds }: PersonRows,
  { pattern, ownPattern }: { pattern: string; ownPattern: string },
): Promise<void> {
  const calls = texts(callIds);
  const sentOfCalls = columnsWith("calls", "sent").filter((column) => column !== "call_id");
  await db.query(sql.unsafe`delete from pending_recordings where call_id = any(${calls})`);
  await db.query(sql.unsafe`delete from archived_recordings where call_id = any(${calls})`);
  await db.query(sql.unsafe`delete from notes where call_id = any(${calls})`);
  await db.query(sql.unsafe`delete from ledger_differences where call_id = any(${calls})`);
  await db.query(sql.unsafe`
    delete from calls as it where call_id = any(${calls}) and ${isIn("calls", ["call_id"], pattern)}`);
  await db.query(sql.unsafe`
    update calls as it
    set contact_id = null, recording_source = null, recording_found_at = null, field_events = null, updated_at = now(),
      ${emptyAll(columnsWith("calls", "person"))}, ${emptyMatching("calls", sentOfCalls, ownPattern)}
    where call_id = any(${calls})`);
  await db.query(sql.unsafe`delete from contacts where id = any(${int8s(contactIds)})`);
  await emptyPayloads(db, eventIds, pattern, sql.fragment`, contact_id = null`);
}

async function emptyPayloads(db: Database, ids: readonly string[], pattern: string, also = sql.fragment``) {
  await db.query(sql.unsafe`
    update call_events as it
    set body_size = 0, payload_erased_at = now(), payload_erased_by = 'erasure' ${also},
      ${emptyAll(columnsWith("call_events", "person"))}, ${emptyMatching("call_events", ["call_id"], pattern)}
    where id = any(${uuids(ids)})`);
}

/** What makes a lead or a call somebody else's stays: another person who shares the number keeps it. */
const IDENTITY = new Set(["call_id", "lead_id", "match_key", "first_name", "last_name", "phone_key"]);

/** Empties what mentions the person in rows of others. */
export async function eraseMention(db: Database, { table, keys, pattern, sentPattern }: Mention): Promise<void> {
  if (table === "call_events") return pattern === null ? undefined : emptyPayloads(db, keys, sentPattern);
  const stays = (column: string) => !IDENTITY.has(column);
  const sent = emptyMatching(table, columnsWith(table, "sent").filter(stays), sentPattern);
  const person = columnsWith(table, "person").filter(stays);
  const key = sql.identifier(["it", table === "contacts" ? "id" : "call_id"]);
  await db.query(sql.unsafe`
    update ${sql.identifier([table])} as it
    set updated_at = now(), ${sent} ${pattern === null ? sql.fragment`` : sql.fragment`, ${emptyMatching(table, person, pattern)}`}
    where ${key} = any(${sql.array([...keys], table === "contacts" ? "int8" : "text")})`);
}

/** Deletes notes that are about the person, but for those on what is on hold. */
export async function eraseNotes(db: Database, ids: readonly number[]): Promise<void> {
  await db.query(sql.unsafe`
    delete from notes
    where id = any(${int8s(ids)})
      and not exists (select from held_leads where held_leads.contact_id = notes.contact_id)
      and not exists (select from held_calls where held_calls.call_id = notes.call_id)`);
}

/**
 * Empties what mentions the person in the small tables, or deletes rows that are nothing else. What is on hold stays, and so do the words of a hold until it ends. A replay that still runs
 * is deleted: its filter says what it may touch, and without one it would touch everything.
 * @param pattern finds the person; `namelessPattern` the same without names, which an agent may share
 */
export async function eraseElsewhere(
  db: Database,
  { pattern, namelessPattern }: { pattern: string; namelessPattern: string },
): Promise<void> {
  const deleteFrom = (table: FateTable, more = sql.fragment``) =>
    db.query(sql.unsafe`
      delete from ${sql.identifier(table.split("."))} as it
      where ${isIn(table, columnsWith(table, "person", "sent"), pattern)} ${more}`);
  await db.query(sql.unsafe`
    update pending_recordings as it
    set ${emptyMatching("pending_recordings", ["last_answer", "answers"], pattern)}
    where ${isIn("pending_recordings", ["last_answer", "answers"], pattern)}
      and not exists (select from held_calls where held_calls.call_id = it.call_id)`);
  const isNamedInLink = sql.fragment`
    ${isIn("archived_recordings", ["source_url"], pattern)}
    and not exists (select from held_calls where held_calls.call_id = it.call_id)`;
  await db.query(sql.unsafe`delete from archived_recordings as it where key is null and ${isNamedInLink}`);
  await db.query(sql.unsafe`update archived_recordings as it set source_url = null where ${isNamedInLink}`);
  const isAgent = (column: string) => isIn("agents", [column], namelessPattern);
  await db.query(sql.unsafe`
    update agents as it
    set email = case when ${isAgent("email")} then null else email end,
      agent_id = case when ${isAgent("agent_id")} then 'erased-' || id else agent_id end,
      name = case when not ${isAgent("name")} then name when agent_id is null then 'Erased ' || id end,
      updated_at = now()
    where ${isIn("agents", columnsWith("agents", "sent"), namelessPattern)}`);
  await db.query(sql.unsafe`
    update field_maps as it
    set note = case when ${isIn("field_maps", ["note"], pattern)} then null else note end,
      map = (
        select coalesce(jsonb_agg(entry order by place), '[]')
        from jsonb_array_elements(map) with ordinality as one (entry, place)
        where fold_text(entry::text) !~ ${pattern})
    where ${isIn("field_maps", columnsWith("field_maps", "sent"), pattern)}`);
  await db.query(sql.unsafe`
    update users as it
    set campaigns = array(select campaign from unnest(campaigns) as campaign where fold_text(campaign) !~ ${pattern})
    where ${isIn("users", ["campaigns"], pattern)}`);
  const inRules = columnsWith("retention_rules", "sent");
  await db.query(sql.unsafe`
    update retention_rules as it set ${wordErased("retention_rules", inRules, pattern)}
    where ${isIn("retention_rules", inRules, pattern)}`);
  const inHolds = columnsWith("holds", "sent");
  await db.query(sql.unsafe`
    update holds as it set ${wordErased("holds", inHolds, pattern)}
    where ended_at is not null and ${isIn("holds", inHolds, pattern)}`);
  await deleteFrom("evidence_sets");
  await deleteFrom("identity_rules");
  const isFree = sql.fragment`and not exists (select from held_leads where held_leads.contact_id = it.contact_id)`;
  await deleteFrom("contact_aliases", isFree); // after other leads' rows: a trigger notes what an update takes out of them
  await deleteFrom("dispositions");
  await deleteFrom("convoso_names");
  await deleteFrom("convoso_sections");
  await deleteFrom("conversion_sweeps");
  await deleteFrom("replays");
  await deleteFrom("recording_fetches");
  await deleteFrom("note_runs");
  await deleteFrom("note_run_calls");
  await deleteFrom("saved_views");
  await deleteFrom("ledger_differences");
  await deleteFrom("ledger_fixes");
  await deleteFrom("ledger_pairs");
  await db.query(sql.unsafe`
    update ledger_windows as it set reason = '[erased]' where ${isIn("ledger_windows", ["reason"], pattern)}`);
  await deleteFrom("graphile_worker._private_jobs", sql.fragment`and locked_at is null`);
}

/**
 * Deletes the figures whose key names the person, and those that count nothing any more: a key may have been emptied for a
 * single word. What they counted counts under "none" by then. Deltas are folded first:
 * each of them also counts under shorter keys.
 */
export async function eraseFigures(db: Database, pattern: string): Promise<void> {
  while ((await foldFigures(db, FOLDED_AT_ONCE)) > 0);
  await db.query(sql.unsafe`
    delete from figures as it
    where (count, seconds, recordings) = (0, 0, 0) or ${isIn("figures", ["key"], pattern)}`);
}
