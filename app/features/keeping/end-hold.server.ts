import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { endHoldRow } from "#app/db/keeping/holds.server.ts";
import { lockKeeping } from "#app/db/keeping/lock-keeping.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { continueHeldErasures } from "#app/features/erasure/ask-for-erasure.server.ts";

/**
 * Ends a hold: what was under it is deleted as rules and erasures say. Erasures that waited for it continue.
 * @returns whether it had not ended before
 */
export async function endHold(db: Database, id: number, { actor, sourceAddress }: Admin): Promise<boolean> {
  await installJobQueue();
  return db.transaction(async (transaction) => {
    await lockKeeping(transaction, { change: true });
    if (!(await endHoldRow(transaction, id, actor))) return false;
    const erasures = await continueHeldErasures(transaction);
    const details = erasures > 0 ? { erasuresContinued: erasures } : {};
    await recordAudit(transaction, { actor, sourceAddress, action: "end hold", target: String(id), details });
    return true;
  });
}
