import { sql } from "slonik";
import { z } from "zod";
import type { NewAttempt } from "#app/db/archive/archive-attempts.server.ts";
import type { StuckState } from "#app/db/archive/stuck-recordings.server.ts";
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
  isFailed: z.boolean(),
});
/**
 * A recording that is to be copied now. `key` and `store`: those of an earlier copy that did not come to its end. `isFailed`: the
 * link of its call was seen to fail.
 */
export type Copy = z.infer<typeof Copy>;

const leasable = sql.fragment`(lease_until is null or lease_until < now()) and source_url is not null`;
/** None of the hosts, with their ports where links name them. */
const isElsewhere = (hosts: readonly string[]) =>
  hosts.length === 0
    ? sql.fragment`true`
    : sql.fragment`split_part(source_url, '/', 3) <> all(${sql.array([...hosts], "text")})`;

/**
 * Takes the next recording to copy, for so long: first those whose next try is due, then the oldest call's. Does not wait for the
 * disk: a lease that a crash of the database loses is taken again.
 * @param except hosts that are not to be asked now
 * @returns null where none is due
 */
export function leaseNextCopy(
  db: Database,
  lease: string,
  seconds: number,
  except: readonly string[] = [],
): Promise<Copy | null> {
  return db.maybeOne(sql.type(Copy)`
    with quick as materialized (select set_config('synchronous_commit', 'off', true)),
    again as materialized (
      select id from archived_recordings
      where state = 'not_ready' and next_try_at <= now() and ${leasable} and ${isElsewhere(except)}
      order by next_try_at
      limit 1
      for update skip locked
    ), oldest as materialized (
      select id from archived_recordings
      where state = 'due' and ${leasable} and ${isElsewhere(except)} and not exists (select from again)
      order by call_at, id
      limit 1
      for update skip locked
    ), next as (select id from again union all select id from oldest)
    update archived_recordings as it
    set lease = ${lease}::uuid, lease_until = now() + make_interval(secs => ${seconds})
    from next, calls, quick
    where it.id = next.id and calls.call_id = it.call_id
    returning it.id, it.call_id as "callId", source_url as url, lease::text, key, store, tries, call_at as "callAt",
      calls.duration_seconds as "callSeconds", recording_verdict is not distinct from 'failed' as "isFailed"`);
}

/** Which copy: only the one that holds the lease may write, and only while the recording has the link that is being copied. */
export type Leased = Pick<Copy, "id" | "lease" | "url">;

const own = ({ id, lease, url }: Leased) => sql.fragment`id = ${id} and lease = ${lease}::uuid and source_url = ${url}`;

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

const Saved = z.object({ saved: z.number(), twins: z.number() });

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

/**
 * Notes that a recording is in the store and was read back, with its attempt, and that the link of its call plays. Calls are
 * locked before recordings, as everywhere; its locks keep two copies of the same bytes from being saved at the same time.
 * @returns "duplicate" where the archive has the same bytes of the same call already; "lost" where the lease is
 */
export async function saveArchived(
  db: Database,
  copy: Copy,
  stored: StoredRecording,
  attempt: NewAttempt,
): Promise<"archived" | "duplicate" | "lost"> {
  const { saved, twins } = await db.one(sql.type(Saved)`
    with playable as (
      update calls set recording_verdict = 'playable', recording_fault = null, recording_verdict_at = now()
      where call_id = ${copy.callId} and recording_url = ${copy.url} and recording_verdict is null
      returning call_id
    ), of_call as materialized (
      select id, state, sha256 from archived_recordings
      where call_id = ${copy.callId} and (select count(*) from playable) >= 0
      order by id
      for update
    ), twin as (
      select id from of_call
      where id <> ${copy.id} and state = 'archived' and sha256 = decode(${stored.sha256}, 'hex')
    ), saved as (
      update archived_recordings
      set state = 'archived', reason = null, state_at = now(), tries = 0, next_try_at = null, lease = null, lease_until = null,
        bytes = ${stored.bytes}, sha256 = decode(${stored.sha256}, 'hex'), content_type = ${stored.contentType},
        codec = ${stored.codec}, seconds = ${stored.seconds}, bit_rate = ${stored.bitRate}::int,
        sample_rate = ${stored.sampleRate}::int, channels = ${stored.channels}::int, length_differs = ${stored.lengthDiffers},
        peaks = null, drawn_at = null, copied_at = now(), verified_at = now()
      where ${own(copy)} and key is not null and not exists (select from twin)
      returning id
    ), noted as (
      insert into archive_attempts (recording_id, action, outcome, status, bytes, ms, detail)
      select id, ${attempt.action}, ${attempt.outcome}, ${attempt.status ?? null}::int, ${attempt.bytes ?? null}::int8,
        ${attempt.ms ?? null}::int, ${attempt.detail ?? null}
      from saved
    )
    select (select count(*) from saved) as saved, (select count(*) from twin) as twins`);
  return saved === 1 ? "archived" : twins > 0 ? "duplicate" : "lost";
}

/** What a try came to that stored nothing. `nextTryAt` only where it is not ready. */
export type NotCopied = {
  state: "due" | "not_ready" | "gone" | "not_audio" | "refused" | "duplicate";
  reason: ArchiveReason | null;
  nextTryAt: Date | null;
  tries: number;
};

/**
 * Notes what a try came to, and gives the lease back. A file that a dead copy may have left is let go; that of a recording which
 * was archived once stays, since it may be found again or be of use as it is: such a recording is lost, not gone.
 * @returns false where the lease is lost
 */
export async function saveNotCopied(db: Database, leased: Leased, next: NotCopied): Promise<boolean> {
  const isOver = ["gone", "not_audio", "refused"].includes(next.state);
  const { rowCount } = await db.query(sql.unsafe`
    update archived_recordings as it
    set state = new.state, reason = ${next.reason}, tries = ${next.tries}, lease = null, lease_until = null,
      next_try_at = ${next.nextTryAt?.toISOString() ?? null}::timestamptz,
      state_at = case when it.state = new.state then state_at else now() end,
      store = case when new.state in ('due', 'not_ready', 'lost') then store end,
      key = case when new.state in ('due', 'not_ready', 'lost') then key end
    from (
      select case when ${isOver} and copied_at is not null then 'lost' else ${next.state} end as state
      from archived_recordings where id = ${leased.id}
    ) as new
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

/** Lets recordings of a state be copied again now, all or those of a call. @returns how many */
export async function retryCopies(
  db: Database,
  states: readonly StuckState[],
  callId: string | null = null,
): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    update archived_recordings
    set state = 'due', reason = null, state_at = now(), tries = 0, next_try_at = null
    where state = any(${sql.array([...states], "text")}) and source_url is not null
      and ${callId === null ? sql.fragment`true` : sql.fragment`call_id = ${callId}`}`);
  return rowCount;
}
