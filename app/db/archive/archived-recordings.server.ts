import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { Statement } from "#app/db/connection/statement.server.ts";
import { toLockCalls } from "#app/db/recordings/pending-recording-queue.server.ts";
import { ARCHIVE_STATE_NAMES } from "#app/lib/archive-states.ts";

/**
 * A recording that the archive keeps, or is to keep. Its link at Convoso is left out on purpose: it opens without a login.
 * `seconds`, `bit_rate` (bits a second), `sample_rate` and `channels` are those of the sound. `peaks`: the loudest sample of
 * each of equal parts, a byte each. `store` and `key` name the file, see `openStore`.
 */
export const ArchivedRecording = z.object({
  id: z.number(),
  call_id: z.string(),
  place: z.number(),
  call_at: z.date(),
  state: z.enum(ARCHIVE_STATE_NAMES),
  reason: z.string().nullable(),
  found_at: z.date(),
  state_at: z.date(),
  tries: z.number(),
  next_try_at: z.date().nullable(),
  store: z.string().nullable(),
  key: z.string().nullable(),
  bytes: z.number().nullable(),
  sha256: z.string().nullable(),
  content_type: z.string().nullable(),
  codec: z.string().nullable(),
  seconds: z.number().nullable(),
  bit_rate: z.number().nullable(),
  sample_rate: z.number().nullable(),
  channels: z.number().nullable(),
  length_differs: z.boolean().nullable(),
  peaks: z.instanceof(Buffer).nullable(),
  drawn_at: z.date().nullable(),
  copied_at: z.date().nullable(),
  verified_at: z.date().nullable(),
});
export type ArchivedRecording = z.infer<typeof ArchivedRecording>;

/** The columns of {@link ArchivedRecording}, of a source that is called `archived_recordings`. */
const archivedColumns = sql.fragment`
  archived_recordings.id, archived_recordings.call_id, place, call_at, state, reason, found_at, state_at, tries,
  next_try_at, store, key, bytes, encode(sha256, 'hex') as sha256, content_type, codec, seconds, bit_rate, sample_rate,
  channels, length_differs, peaks, drawn_at, copied_at, verified_at`;

/** The recordings of a call, in order. */
export function listArchivedRecordings(db: Database, callId: string): Promise<readonly ArchivedRecording[]> {
  return db.any(sql.type(ArchivedRecording)`
    select ${archivedColumns} from archived_recordings where call_id = ${callId} order by place`);
}

/** The links of a call's recordings, in order, as one source gave them. */
export type GivenRecordings = { callId: string; recordingUrls: readonly string[] };

/**
 * The statements that note further recordings of calls, behind those that are known. The link of a call itself is noted by a
 * trigger on `calls`; others count where they were given together with that one. Test calls are left out: their links may be made
 * up. None where no call has several.
 */
export function toInsertRecordings(given: readonly GivenRecordings[]): readonly Statement[] {
  const several = given.filter(({ recordingUrls }) => recordingUrls.length > 1);
  if (several.length === 0) return [];
  return [
    toLockCalls(several.map(({ callId }) => callId)),
    sql.unsafe`
      with given as (
        select "callId" as call_id, url, min(nth) as nth
        from json_to_recordset(${JSON.stringify(several)}::json) as given ("callId" text, "recordingUrls" text[])
        join calls on calls.call_id = "callId" and recording_url = any("recordingUrls") and not is_test
        cross join unnest("recordingUrls") with ordinality as link (url, nth)
        group by "callId", url
      ), known as (
        select call_id, max(place) as place, array_agg(source_url) as urls
        from archived_recordings
        where call_id in (select call_id from given)
        group by call_id
      )
      insert into archived_recordings (call_id, place, call_at, source_url)
      select call_id, coalesce(known.place, 0) + row_number() over (partition by call_id order by nth, url), occurred_at, url
      from given
      join calls using (call_id)
      left join known using (call_id)
      where url <> all(coalesce(known.urls, '{}'))
      on conflict do nothing`,
  ];
}

/** Notes further recordings of calls. @returns whether there may be any */
export async function insertRecordings(db: Database, given: readonly GivenRecordings[]): Promise<boolean> {
  const statements = toInsertRecordings(given);
  if (statements.length === 0) return false;
  await db.transaction(async (transaction) => {
    for (const statement of statements) await transaction.query(statement);
  });
  return true;
}

/** Deletes recordings but for their row and its custody log, in the caller's transaction. A job deletes the files. */
export async function deleteRecordings(
  db: Database,
  ids: readonly number[],
  reason: "retention" | "person",
): Promise<void> {
  await db.query(sql.unsafe`
    with deleted as (
      update archived_recordings
      set state = 'deleted', reason = ${reason}, state_at = now(), source_url = null, store = null, key = null, peaks = null,
        next_try_at = null
      where id = any(${sql.array([...ids], "int8")}) and state <> 'deleted'
      returning id
    )
    insert into archive_attempts (recording_id, action, outcome)
    select id, 'delete', ${reason} from deleted`);
}

const StateCount = z.object({ state: z.enum(ARCHIVE_STATE_NAMES), count: z.number(), bytes: z.number() });

/** How many recordings are in each state, and how many bytes of them are in the store. */
export function countByState(db: Database): Promise<readonly z.infer<typeof StateCount>[]> {
  return db.any(sql.type(StateCount)`
    select state, count(*) as count, coalesce(sum(bytes) filter (where key is not null), 0)::int8 as bytes
    from archived_recordings
    group by state`);
}
