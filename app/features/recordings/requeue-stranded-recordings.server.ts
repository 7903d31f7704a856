import { listStrandedRecordings } from "#app/db/pending-recording-queue.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { queueRecordingJob } from "#app/features/recordings/fetch-recording-later.server.ts";

/** Gives every search whose job was lost a new one. @returns how many */
export async function requeueStrandedRecordings(): Promise<number> {
  return (await pool()).transaction(async (transaction) => {
    const callIds = await listStrandedRecordings(transaction);
    for (const callId of callIds) await queueRecordingJob(transaction, callId, new Date());
    return callIds.length;
  });
}
