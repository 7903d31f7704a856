import { addJobs, removeJobs } from "#app/db/jobs.server.ts";
import { insertPendingRecordings, settlePendingRecordings } from "#app/db/pending-recording-queue.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";

/** The job's name is the task file's; its key makes it the only one for its call. */
function recordingJobKey(callId: string): string {
  return `fetch_recording:${callId}`;
}

/** Queues the jobs that ask for these calls' recordings at `runAt`, in the caller's transaction. */
export async function queueRecordingJobs(db: Database, callIds: readonly string[], runAt: Date): Promise<void> {
  const task = "fetch_recording";
  await addJobs(
    db,
    callIds.map((callId) => ({ task, payload: { callId }, key: recordingJobKey(callId), runAt })),
  );
}

/** Takes back the jobs that would ask for these calls' recordings. */
export async function removeRecordingJobs(db: Database, callIds: readonly string[]): Promise<void> {
  await removeJobs(db, callIds.map(recordingJobKey));
}

/**
 * Sees to the recordings of calls that were just saved, in the same transaction: one without a recording is asked for
 * after RECORDING_DELAY_SECONDS; for one that has it the search, if any, is over. A call that is already being searched
 * for keeps its place on the schedule.
 */
export async function fetchRecordingsLater(
  db: Database,
  calls: readonly { callId: string; recordingUrl: string | null }[],
): Promise<void> {
  const without = idsOf(calls.filter(({ recordingUrl }) => recordingUrl === null));
  const having = idsOf(calls.filter(({ recordingUrl }) => recordingUrl !== null));
  if (without.length > 0) {
    const firstTryAt = new Date(Date.now() + env().RECORDING_DELAY_SECONDS * 1000);
    await queueRecordingJobs(db, await insertPendingRecordings(db, without, firstTryAt), firstTryAt);
  }
  if (having.length > 0) {
    const settled = await settlePendingRecordings(db, having, "A delivery brought the recording.");
    await removeRecordingJobs(db, settled);
  }
}

function idsOf(calls: readonly { callId: string }[]): string[] {
  return [...new Set(calls.map(({ callId }) => callId))];
}
