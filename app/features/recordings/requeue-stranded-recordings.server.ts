import { pool } from "#app/db/connection/pool.server.ts";
import { listStrandedRecordings } from "#app/db/recordings/pending-recording-queue.server.ts";
import { queueRecordingJobs } from "#app/features/recordings/recording-jobs.server.ts";

/** Gives every search whose job was lost a new one. @returns how many */
export async function requeueStrandedRecordings(): Promise<number> {
  return (await pool()).transaction(async (transaction) => {
    const callIds = await listStrandedRecordings(transaction);
    await queueRecordingJobs(transaction, callIds, new Date());
    return callIds.length;
  });
}
