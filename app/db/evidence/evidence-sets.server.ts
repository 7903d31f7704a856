import { sql } from "slonik";
import { z } from "zod";
import { type Except, isNoneOf } from "#app/db/archive/is-none-of.server.ts";
import { callConditions } from "#app/db/calls/call-filter.server.ts";
import type { ChosenCalls } from "#app/db/calls/chosen-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { ToVerify, toVerifyColumns } from "#app/db/keeping/archive-checks.server.ts";
import { where } from "#app/db/lists/where.server.ts";
import { JOB_KEY_PREFIXES } from "#app/lib/job-keys.ts";

/** A set of recordings that is handed over as evidence. `query`: what lists their calls; null for a selection. */
export const EvidenceSet = z.object({
  id: z.number(),
  created_at: z.date(),
  created_by: z.string(),
  reason: z.string(),
  query: z.string().nullable(),
  with_deliveries: z.boolean(),
  state: z.enum(["preparing", "ready", "ended"]),
  recordings: z.number(),
  ready_at: z.date().nullable(),
  ends_at: z.date().nullable(),
});
export type EvidenceSet = z.infer<typeof EvidenceSet>;

/** So many recordings a set has at most: its list of contents is made in memory. */
export const MOST_RECORDINGS = 10_000;

const columns = sql.fragment`
  id, created_at, created_by, reason, query, with_deliveries, state, recordings, ready_at, ends_at`;
const Id = z.object({ id: z.number() });

const recordingsOf = (chosen: ChosenCalls) => {
  const conditions =
    "filter" in chosen
      ? callConditions(chosen.filter)
      : [sql.fragment`calls.call_id = any(${sql.array([...chosen.callIds], "text")})`];
  return sql.fragment`
    select archived_recordings.id, archived_recordings.call_at, archived_recordings.place, archived_recordings.bytes,
      archived_recordings.state
    from calls join archived_recordings on archived_recordings.call_id = calls.call_id
    ${where(...conditions, sql.fragment`archived_recordings.state <> 'duplicate'`)}`;
};

const Size = z.object({ count: z.number(), bytes: z.number(), left_out: z.number() });

/** How many recordings of these calls the archive has, and their size; `left_out`: how many others are known. */
export function measureEvidence(db: Database, chosen: ChosenCalls): Promise<z.infer<typeof Size>> {
  return db.one(sql.type(Size)`
    select count(*) filter (where state = 'archived') as count, count(*) filter (where state <> 'archived') as left_out,
      coalesce(sum(bytes) filter (where state = 'archived'), 0)::int8 as bytes
    from (${recordingsOf(chosen)}) as chosen`);
}

type NewSet = { chosen: ChosenCalls; query: string | null; reason: string; withDeliveries: boolean; createdBy: string };

/**
 * Notes a set and its recordings, the oldest call first, in the caller's transaction. Those that the archive does not have are
 * noted too, as far as {@link MOST_RECORDINGS} leaves room for them.
 */
export async function insertEvidence(
  transaction: Database,
  { chosen, query, reason, withDeliveries, createdBy }: NewSet,
): Promise<{ id: number; recordings: number }> {
  const id = await transaction.oneFirst(sql.type(Id)`
    insert into evidence_sets (created_by, reason, query, with_deliveries)
    values (${createdBy}, ${reason}, ${query}, ${withDeliveries})
    returning id`);
  const { rowCount: recordings } = await transaction.query(sql.unsafe`
    insert into evidence_recordings (set_id, place, recording_id)
    select ${id}, row_number() over (order by call_at, id), id
    from (
      select * from (${recordingsOf(chosen)}) as all_chosen
      order by state = 'archived' desc, call_at, id
      limit ${MOST_RECORDINGS}
    ) as chosen`);
  await transaction.query(sql.unsafe`update evidence_sets set recordings = ${recordings} where id = ${id}`);
  return { id, recordings };
}

export function findEvidence(db: Database, id: number): Promise<EvidenceSet | null> {
  return db.maybeOne(sql.type(EvidenceSet)`select ${columns} from evidence_sets where id = ${id}`);
}

/** The latest sets. */
export function listEvidence(db: Database, most: number): Promise<readonly EvidenceSet[]> {
  return db.any(sql.type(EvidenceSet)`select ${columns} from evidence_sets order by id desc limit ${most}`);
}

const Results = z.object({
  verified: z.number(),
  missing: z.number(),
  changed: z.number(),
  away: z.number(),
  left: z.number(),
  bytes: z.number(),
});

/** What came of the recordings of a set, `left` being those to read, and the size of those that it has. */
export function countEvidence(db: Database, id: number): Promise<z.infer<typeof Results>> {
  return db.one(sql.type(Results)`
    select count(*) filter (where result = 'verified') as verified,
      count(*) filter (where result = 'missing') as missing,
      count(*) filter (where result = 'changed') as changed,
      count(*) filter (where result = 'away') as away,
      count(*) filter (where result is null) as left,
      coalesce(sum(bytes) filter (where result = 'verified'), 0)::int8 as bytes
    from evidence_recordings join archived_recordings on archived_recordings.id = recording_id
    where set_id = ${id}`);
}

const isHere = sql.fragment`archived_recordings.state in ('archived', 'lost') and key is not null`;

/** The next files of a set to read and compare. `except`: those that are left out. */
export function listUnread(db: Database, id: number, most: number, except: Except): Promise<readonly ToVerify[]> {
  return db.any(sql.type(ToVerify)`
    select ${toVerifyColumns}
    from evidence_recordings join archived_recordings on archived_recordings.id = recording_id
    where set_id = ${id} and result is null and ${isHere} and ${isNoneOf(except)}
    order by evidence_recordings.place
    limit ${most}`);
}

export async function saveEvidenceResult(db: Database, id: number, recordingId: number, result: string): Promise<void> {
  await db.query(sql.unsafe`
    update evidence_recordings set result = ${result} where set_id = ${id} and recording_id = ${recordingId}`);
}

/**
 * Lets a set be downloaded for so many hours. What the archive does not have by then counts as missing, and what it has but could
 * not read as away.
 */
export async function saveEvidenceReady(db: Database, id: number, hours: number): Promise<void> {
  await db.query(sql.unsafe`
    update evidence_recordings set result = case when ${isHere} then 'away' else 'missing' end
    from archived_recordings
    where set_id = ${id} and result is null and archived_recordings.id = recording_id`);
  await db.query(sql.unsafe`
    update evidence_sets
    set state = 'ready', ready_at = now(), ends_at = now() + make_interval(hours => ${hours}::int)
    where id = ${id} and state = 'preparing'`);
}

/** Ends the sets that have expired. */
export async function endOldEvidence(db: Database): Promise<void> {
  await db.query(sql.unsafe`
    with ended as (
      update evidence_sets set state = 'ended' where state = 'ready' and ends_at <= now() returning id
    )
    delete from evidence_recordings where set_id in (select id from ended)`);
}

/** The sets that are to be prepared and have no job. */
export function listStrandedEvidence(db: Database): Promise<readonly number[]> {
  return db.anyFirst(sql.type(Id)`
    select id from evidence_sets
    where state = 'preparing'
      and not exists (select from graphile_worker.jobs where jobs.key = ${JOB_KEY_PREFIXES.prepare_evidence} || evidence_sets.id)`);
}
