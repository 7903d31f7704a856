import { pool } from "#app/db/connection/pool.server.ts";
import { unblockPendingRecordings } from "#app/db/recordings/pending-recording-queue.server.ts";
import { env } from "#app/env.server.ts";
import { queueRecordingJobs } from "#app/features/recordings/recording-jobs.server.ts";

/** A worker that starts with a token tries what an earlier one could not, since the token may be new. @returns how many */
export async function resumeBlockedRecordings(): Promise<number> {
  if (!env().CONVOSO_AUTH_TOKEN) return 0;
  return (await pool()).transaction(async (transaction) => {
    const callIds = await unblockPendingRecordings(transaction);
    await queueRecordingJobs(transaction, callIds, new Date());
    return callIds.length;
  });
}
