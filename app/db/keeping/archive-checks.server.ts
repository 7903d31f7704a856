import { sql } from "slonik";
import { z } from "zod";
import { type Except, isNoneOf } from "#app/db/archive/is-none-of.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";

/** A night's check of the archive: see the table archive_checks. */
export const ArchiveCheck = z.object({
  id: z.number(),
  started_at: z.date(),
  ended_at: z.date().nullable(),
  share: z.number(),
  verified: z.number(),
  bytes: z.number(),
  missing: z.number(),
  changed: z.number(),
  strays: z.number().nullable(),
  stray_bytes: z.number().nullable(),
  problem: z.string().nullable(),
});
export type ArchiveCheck = z.infer<typeof ArchiveCheck>;

const columns = sql.fragment`
  id, started_at, ended_at, share, verified, bytes, missing, changed, strays, stray_bytes, problem`;

/** Begins a check of one part in `days` of the archive, or continues with one that was interrupted within half a day. */
export async function beginCheck(db: Database, days: number): Promise<ArchiveCheck> {
  const open = await db.maybeOne(sql.type(ArchiveCheck)`
    select ${columns} from archive_checks
    where ended_at is null and started_at > now() - interval '12 hours'
    order by id desc limit 1`);
  if (open) return open;
  return db.one(sql.type(ArchiveCheck)`
    insert into archive_checks (share)
    select ceil(count(*)::numeric / ${days})::int from archived_recordings where state in ('archived', 'lost') and key is not null
    returning ${columns}`);
}

export function listChecks(db: Database, most: number): Promise<readonly ArchiveCheck[]> {
  return db.any(sql.type(ArchiveCheck)`select ${columns} from archive_checks order by id desc limit ${most}`);
}

/** A file with what it should be; `sha256` in hex. */
export const ToVerify = z.object({
  id: z.number(),
  store: z.string(),
  key: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  state: z.enum(["archived", "lost"]),
});
export type ToVerify = z.infer<typeof ToVerify>;
/** What names the very bytes that a recording had. */
export type VerifiedFile = Pick<ToVerify, "id" | "key" | "sha256">;

export const toVerifyColumns = sql.fragment`
  archived_recordings.id, store, key, bytes, encode(sha256, 'hex') as sha256, archived_recordings.state`;

/** The recordings that were not checked for longest, before a moment. `except`: those that are left out. */
export function listToVerify(db: Database, before: Date, most: number, except: Except): Promise<readonly ToVerify[]> {
  return db.any(sql.type(ToVerify)`
    select ${toVerifyColumns}
    from archived_recordings
    where state in ('archived', 'lost') and key is not null and sha256 is not null
      and verified_at < ${before.toISOString()}::timestamptz and ${isNoneOf(except)}
    order by verified_at, id
    limit ${most}`);
}

/** Notes what was seen of a file, unless the recording has another one by now. `reason`: why it is lost; null where it is as it was. */
export async function saveVerified(
  db: Database,
  { id, key, sha256 }: VerifiedFile,
  reason: "vanished" | "changed" | null,
): Promise<void> {
  await db.query(sql.unsafe`
    update archived_recordings
    set state = ${reason === null ? "archived" : "lost"}, reason = ${reason}, verified_at = now(),
      state_at = case when state = ${reason === null ? "archived" : "lost"} then state_at else now() end
    where id = ${id} and key = ${key} and sha256 = decode(${sha256}, 'hex') and state in ('archived', 'lost')`);
}

/** Adds what came of one file to a check. */
export async function addToCheck(db: Database, id: number, seen: "verified" | "missing" | "changed", bytes: number) {
  const column = sql.identifier([seen]);
  await db.query(sql.unsafe`
    update archive_checks set ${column} = ${column} + 1, bytes = bytes + ${bytes} where id = ${id}`);
}

/** Ends a check, with what kept it from its end, if anything did. */
export async function endCheck(db: Database, id: number, problem: string | null): Promise<void> {
  await db.query(sql.unsafe`
    update archive_checks
    set ended_at = now(), problem = ${problem}, strays = (select count(*) from archive_strays),
      stray_bytes = (select coalesce(sum(bytes), 0)::int8 from archive_strays)
    where id = ${id}`);
}

type StoredFile = { key: string; bytes: number };

/** Notes those of some files of a store that no recording keeps, and that are not to be deleted anyway. */
export async function noteStrays(db: Database, store: string, files: readonly StoredFile[]): Promise<void> {
  await db.query(sql.unsafe`
    insert into archive_strays (store, key, bytes)
    select ${store}, key, bytes
    from json_to_recordset(${JSON.stringify(files)}::json) as file (key text, bytes int8)
    where not exists (
        select from archived_recordings where archived_recordings.store = ${store} and archived_recordings.key = file.key)
      and not exists (
        select from archive_removals where archive_removals.store = ${store} and archive_removals.key = file.key)
    on conflict do nothing`);
}

/** Forgets what earlier listings of a store found, before a new one. */
export async function forgetStrays(db: Database, store: string): Promise<void> {
  await db.query(sql.unsafe`delete from archive_strays where store = ${store}`);
}

const Stray = z.object({ store: z.string(), key: z.string(), bytes: z.number(), found_at: z.date() });

/** Some files that no recording keeps. */
export function listStrays(db: Database, most: number): Promise<readonly z.infer<typeof Stray>[]> {
  return db.any(sql.type(Stray)`
    select store, key, bytes, found_at from archive_strays order by found_at, key limit ${most}`);
}

const Count = z.object({ count: z.number() });

/** How many recordings have a file that is missing or changed. */
export function countLost(db: Database): Promise<number> {
  return db.oneFirst(sql.type(Count)`select count(*) as count from archived_recordings where state = 'lost'`);
}

const Lost = z.object({ call_id: z.string(), place: z.number(), reason: z.string().nullable(), state_at: z.date() });

/** Recordings whose files are missing or changed, the latest first. */
export function listLost(db: Database, most: number): Promise<readonly z.infer<typeof Lost>[]> {
  return db.any(sql.type(Lost)`
    select call_id, place, reason, state_at from archived_recordings where state = 'lost'
    order by state_at desc, id desc limit ${most}`);
}
