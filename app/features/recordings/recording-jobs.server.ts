import type { Database } from "#app/db/connection/pool.server.ts";
import { addJobs, removeJobs } from "#app/db/jobs/jobs.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

/**
 * Queues the jobs that ask for these calls' recordings at `runAt`, in the caller's transaction.
 * @param isAlone whether each is asked for by its own id, although others are due
 */
export async function queueRecordingJobs(
  db: Database,
  callIds: readonly string[],
  runAt: Date,
  { isAlone = false } = {},
): Promise<void> {
  const task = "fetch_recording";
  await addJobs(
    db,
    callIds.map((callId) => ({
      task,
      payload: isAlone ? { callId, isAlone } : { callId },
      key: jobKey(task, callId),
      runAt,
    })),
  );
}

/** Takes back the jobs that would ask for these calls' recordings. */
export async function removeRecordingJobs(db: Database, callIds: readonly string[]): Promise<void> {
  await removeJobs(
    db,
    callIds.map((callId) => jobKey("fetch_recording", callId)),
  );
}
