import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { recordFailedApply } from "#app/db/deliveries/failed-events.server.ts";
import { listReplayable } from "#app/db/deliveries/stored-events.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { applyStored } from "#app/features/replays/apply-stored.server.ts";
import type { Outcome } from "#app/lib/outcomes.ts";
import { log } from "#app/log.server.ts";

export type Replayed = { outcome: Outcome; isChanged: boolean };

/**
 * Applies one stored delivery once more: see {@link applyStored}. `admin` is who asked for it; null for the worker,
 * which tries failed ones again.
 * @returns what it came to; null where there is nothing to apply: an echo, or a delivery without a body
 */
export async function replayDelivery(db: Database, eventId: string, admin: Admin | null): Promise<Replayed | null> {
  await installJobQueue();
  try {
    const replayed = await db.transaction(async (transaction) => {
      const [applied] = await applyStored(transaction, await listReplayable(transaction, [eventId]));
      if (!applied) return null;
      const { outcome, isChanged } = applied;
      if (admin) await audit(transaction, admin, eventId, { outcome, isChanged });
      return { outcome, isChanged };
    });
    announceChange("deliveries");
    return replayed;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ err: error, eventId }, "a delivery could not be applied again");
  }
  await recordFailedApply(db, eventId);
  const failed: Replayed = { outcome: "failed", isChanged: false };
  if (admin) await audit(db, admin, eventId, failed);
  return failed;
}

function audit(db: Database, { actor, sourceAddress }: Admin, target: string, details: Replayed): Promise<number> {
  return recordAudit(db, { actor, sourceAddress, action: "replay delivery", target, details });
}
