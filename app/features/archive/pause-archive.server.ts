import { savePause } from "#app/db/archive/archive-state.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { startArchiving } from "#app/features/archive/start-archiving.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";

/**
 * Lets no worker copy any more, until somebody resumes it: within seconds nothing more is asked of the host of recordings, and
 * what was under way is due again. @returns false where it was paused already
 */
export async function pauseArchive(db: Database, admin: Admin): Promise<boolean> {
  return change(db, admin, true);
}

/** Lets the workers copy again, at once. @returns false where nobody had paused it */
export async function resumeArchive(db: Database, admin: Admin): Promise<boolean> {
  const isChanged = await change(db, admin, false);
  if (isChanged) await startArchiving();
  return isChanged;
}

async function change(db: Database, { actor, sourceAddress }: Admin, isPausing: boolean): Promise<boolean> {
  const isChanged = await db.transaction(async (transaction) => {
    if (!(await savePause(transaction, isPausing ? actor : null))) return false;
    const action = isPausing ? "pause archive" : "resume archive";
    await recordAudit(transaction, { actor, sourceAddress, action });
    return true;
  });
  if (isChanged) announceChange("recordings");
  return isChanged;
}
