import type { Database } from "#app/db/connection/pool.server.ts";
import { reopenSearches } from "#app/db/recordings/reopened-searches.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { queueRecordingJobs } from "#app/features/recordings/recording-jobs.server.ts";

/**
 * Starts the search for a call's recording again, at once, because an admin asked for it. A call that has a link keeps it
 * until there is another.
 * @returns false where there is no such call
 */
export async function retryRecording(db: Database, callId: string, admin: Admin): Promise<boolean> {
  const isOpened = await db.transaction(async (transaction) => {
    const [opened] = await reopenSearches(transaction, [callId], { isAnew: true });
    if (opened === undefined) return false;
    await queueRecordingJobs(transaction, [callId], new Date(), { isAlone: true });
    await recordAudit(transaction, { ...admin, action: "fetch recording again", target: callId });
    return true;
  });
  announceChange("recordings");
  return isOpened;
}
