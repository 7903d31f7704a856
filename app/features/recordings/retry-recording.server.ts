import { restartPendingRecording } from "#app/db/pending-recording-queue.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { queueRecordingJobs } from "#app/features/recordings/fetch-recording-later.server.ts";

/**
 * Starts the search for a call's recording anew, at once, because an admin asked for it.
 * @returns false where there is nothing to search for: the recording is there, or no such call is searched for
 */
export async function retryRecording(db: Database, callId: string, admin: Admin): Promise<boolean> {
  const isRestarted = await db.transaction(async (transaction) => {
    if (!(await restartPendingRecording(transaction, callId))) return false;
    await queueRecordingJobs(transaction, [callId], new Date());
    await recordAudit(transaction, { ...admin, action: "fetch recording again", target: callId });
    return true;
  });
  announceChange("recordings");
  return isRestarted;
}
