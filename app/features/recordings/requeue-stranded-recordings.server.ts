import { listStrandedRecordings } from "#app/db/pending-recording-queue.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { queueRecordingJobs } from "#app/features/recordings/fetch-recording-later.server.ts";

/** Gives every search whose job was lost a new one. @returns how many */
export async function requeueStrandedRecordings(): Promise<number> {
  return (await pool()).transaction(async (transaction) => {
    const callIds = await listStrandedRecordings(transaction);
    await queueRecordingJobs(transaction, callIds, new Date());
    return callIds.length;
  });
}
