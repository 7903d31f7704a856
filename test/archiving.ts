import { sql } from "slonik";
import { z } from "zod";
import {
  type ArchivedRecording,
  insertRecordings,
  listArchivedRecordings,
} from "#app/db/archive/archived-recordings.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";

/** Adds a call with a link, whose recording is then due. */
export async function addCall(
  id: string,
  url: string | null,
  { daysAgo = 0, seconds = 3 }: { daysAgo?: number; seconds?: number | null } = {},
): Promise<void> {
  await (await pool()).query(sql.unsafe`
    insert into calls (call_id, occurred_at, created_at, last_event_id, recording_url, duration_seconds)
    values (${id}, now() - make_interval(days => ${daysAgo}), now(), gen_random_uuid(), ${url}, ${seconds})`);
}

/** Adds further recordings of a call, given together with its link. */
export async function addMore(callId: string, ...urls: string[]): Promise<void> {
  const db = await pool();
  const url = await db.oneFirst(
    sql.type(z.object({ recording_url: z.string() }))`select recording_url from calls where call_id = ${callId}`,
  );
  await insertRecordings(db, [{ callId, recordingUrls: [url, ...urls] }]);
}

/** The first recording of a call. */
export async function recordingOf(callId: string): Promise<ArchivedRecording> {
  const [recording] = await listArchivedRecordings(await pool(), callId);
  if (!recording) throw new Error(`Call ${callId} has no recording.`);
  return recording;
}

/** Lets all that is to be tried later be tried now. */
export async function letTimePass(): Promise<void> {
  await (await pool()).query(sql.unsafe`
    update archived_recordings set next_try_at = now() where next_try_at is not null`);
}
