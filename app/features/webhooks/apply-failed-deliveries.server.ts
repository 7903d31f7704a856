import { listFailedEventIds } from "#app/db/failed-events.server.ts";
import { addJobs, installJobQueue } from "#app/db/jobs.server.ts";
import { type Database, pool } from "#app/db/pool.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { applyFailedDelivery } from "#app/features/webhooks/apply-failed-delivery.server.ts";

/** Queues {@link applyFailedDeliveriesNow} for all failed deliveries, because an admin asked for it. */
export async function applyFailedDeliveriesLater(db: Database, { actor, sourceAddress }: Admin): Promise<void> {
  await installJobQueue();
  await db.transaction(async (transaction) => {
    const task = "apply_failed_deliveries";
    await addJobs(transaction, [{ task, payload: { which: "all" }, key: `${task}:all`, runAt: new Date() }]);
    await recordAudit(transaction, { actor, sourceAddress, action: "apply failed deliveries again" });
  });
}

/** Applies failed deliveries again, each by itself: all, or those whose next try is due. @returns how many succeeded */
export async function applyFailedDeliveriesNow(which: "all" | "due"): Promise<{ tried: number; applied: number }> {
  const db = await pool();
  const ids = await listFailedEventIds(db, which);
  let applied = 0;
  for (const id of ids) {
    const outcome = await applyFailedDelivery(db, id, null);
    if (outcome === "processed" || outcome === "duplicate") applied += 1;
  }
  return { tried: ids.length, applied };
}
