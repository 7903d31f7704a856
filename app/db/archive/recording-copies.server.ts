import { sql } from "slonik";
import { z } from "zod";
import type { NewAttempt } from "#app/db/archive/archive-attempts.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { ArchiveReason } from "#app/lib/archive-reasons.ts";
import { JOB_KEY_PREFIXES } from "#app/lib/job-keys.ts";

const Copy = z.object({
  id: z.number(),
  callId: z.string(),
  url: z.string(),
  lease: z.string(),
  key: z.string().nullable(),
  store: z.string().nullable(),
  tries: z.number(),
  callAt: z.date(),
  callSeconds: z.number().nullable(),
});
/** A recording that is to be copied now. `key` and `store`: those of an earlier copy that did not come to its end. */
export type Copy = z.infer<typeof Copy>;

const leasable = sql.fragment`(lease_until is null or lease_until < now()) and source_url is not null`;

/**
 * Takes the next recording to copy, for so long: first those whose next try is due, then the oldest call's.
 * @returns null where none is due
 */
export function leaseNextCopy(db: Database, lease: string, seconds: number): Promise<Copy | null> {
  return db.maybeOne(sql.type(Copy)`
    with again as materialized (
      select id from archived_recordings
      where state = 'not_ready' and next_try_at <= now() and ${leasable}
      order by next_try_at
      limit 1
      for update skip locked
    ), oldest as materialized (
      select id from archived_recordings
      where state = 'due' and ${leasable} and not exists (select from again)
      order by call_at, id
      limit 1
      for update skip locked
    ), next as (select id from again union all select id from oldest)
    update archived_recordings as it
    set lease = ${lease}::uuid, lease_until = now() + make_interval(secs => ${seconds})
    from next, calls
    where it.id = next.id and calls.call_id = it.call_id
    returning it.id, it.call_id as "callId", source_url as url, lease::text, key, store, tries, call_at as "callAt",
      calls.duration_seconds as "callSeconds"`);
}

/** Which copy: only the one that holds the lease may write. */
export type Leased = Pick<Copy, "id" | "lease">;

const own = ({ id, lease }: Leased) => sql.fragment`id = ${id} and lease = ${lease}::uuid`;

/** Keeps the lease for so long from now. @returns false where it is lost: the copy must end */
export async function extendLease(db: Database, leased: Leased, seconds: number): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update archived_recordings set lease_until = now() + make_interval(secs => ${seconds})
    where ${own(leased)} and lease_until > now()`);
  return rowCount === 1;
}

/** Notes where the file is about to be written. @returns false where the lease is lost: it must not be written */
export async function noteKey(db: Database, leased: Leased, file: { store: string; key: string }): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update archived_recordings set store = ${file.store}, key = ${file.key}
    where ${own(leased)} and lease_until > now()`);
  return rowCount === 1;
}

/** What was stored and read back. `sha256` in hex; see `ArchivedRecording` for the rest. */
export type StoredRecording = {
  bytes: number;
  sha256: string;
  contentType: string;
  codec: string | null;
  seconds: number | null;
  bitRate: number | null;
  sampleRate: number | null;
  channels: number | null;
  lengthDiffers: boolean | null;
};

/** Notes that a recording is in the store, and was read back, with its attempt. @returns false where the lease is lost */
export async function saveArchived(
  db: Database,
  leased: Leased,
  stored: StoredRecording,
  attempt: NewAttempt,
): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    with saved as (
    update archived_recordings
    set state = 'archived', reason = null, state_at = now(), tries = 0, next_try_at = null, lease = null, lease_until = null,
      bytes = ${stored.bytes}, sha256 = decode(${stored.sha256}, 'hex'), content_type = ${stored.contentType},
      codec = ${stored.codec}, seconds = ${stored.seconds}, bit_rate = ${stored.bitRate}::int,
      sample_rate = ${stored.sampleRate}::int, channels = ${stored.channels}::int, length_differs = ${stored.lengthDiffers},
      peaks = null, drawn_at = null, copied_at = now(), verified_at = now()
    where ${own(leased)} and key is not null
    returning id
    )
    insert into archive_attempts (recording_id, action, outcome, status, bytes, ms, detail)
    select id, ${attempt.action}, ${attempt.outcome}, ${attempt.status ?? null}::int, ${attempt.bytes ?? null}::int8,
      ${attempt.ms ?? null}::int, ${attempt.detail ?? null}
    from saved`);
  return rowCount === 1;
}

/** What a try came to that stored nothing. `nextTryAt` only where it is not ready. */
export type NotCopied = {
  state: "due" | "not_ready" | "gone" | "not_audio" | "refused" | "duplicate";
  reason: ArchiveReason | null;
  nextTryAt: Date | null;
  tries: number;
};

/** Notes what a try came to, and gives the lease back. A file that a dead copy may have left is let go. @returns false where the lease is lost */
export async function saveNotCopied(db: Database, leased: Leased, next: NotCopied): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update archived_recordings
    set state = ${next.state}, reason = ${next.reason}, tries = ${next.tries}, lease = null, lease_until = null,
      next_try_at = ${next.nextTryAt?.toISOString() ?? null}::timestamptz,
      state_at = case when state = ${next.state} then state_at else now() end,
      store = case when ${next.state} in ('due', 'not_ready') then store end,
      key = case when ${next.state} in ('due', 'not_ready') then key end
    where ${own(leased)}`);
  return rowCount === 1;
}

const Wanted = z.object({ is_wanted: z.boolean() });

/** Whether there is something to copy now, nobody paused that, and no job does it. */
export function isCopyingWanted(db: Database): Promise<boolean> {
  return db.oneFirst(sql.type(Wanted)`
    select paused_at is null
      and not exists (
        select from graphile_worker.jobs
        where key = ${JOB_KEY_PREFIXES.archive_recordings} and attempts < max_attempts)
      and (
        exists (select from archived_recordings where state = 'due' and ${leasable})
        or exists (select from archived_recordings where state = 'not_ready' and next_try_at <= now() and ${leasable})
      ) as is_wanted
    from archive_state`);
}

/** Whether a recording waits to be copied. */
export async function isAnyDue(db: Database): Promise<boolean> {
  return db.exists(sql.unsafe`select from archived_recordings where state = 'due'`);
}

/** Lets no other copy of the same call be saved until the caller's transaction ends. @returns how many recordings it has */
export async function lockCopies(db: Database, { callId }: Copy): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    select from archived_recordings where call_id = ${callId} order by id for update`);
  return rowCount;
}

const Twin = z.object({ place: z.number() });

/** The place of an archived recording of the same call that has the same bytes; null where there is none. */
export function findTwin(db: Database, { id, callId }: Copy, sha256: string): Promise<number | null> {
  return db.maybeOneFirst(sql.type(Twin)`
    select place from archived_recordings
    where call_id = ${callId} and id <> ${id} and state = 'archived' and sha256 = decode(${sha256}, 'hex')
    limit 1`);
}

/** Lets recordings of a state be copied again now, all or those of a call. @returns how many */
export async function retryCopies(
  db: Database,
  states: readonly ("not_ready" | "gone" | "not_audio" | "refused" | "lost")[],
  callId: string | null = null,
): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    update archived_recordings
    set state = 'due', reason = null, state_at = now(), tries = 0, next_try_at = null
    where state = any(${sql.array([...states], "text")}) and source_url is not null
      and ${callId === null ? sql.fragment`true` : sql.fragment`call_id = ${callId}`}`);
  return rowCount;
}
