import { pool } from "#app/db/connection/pool.server.ts";
import { listDueFailedEventIds } from "#app/db/deliveries/failed-events.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { isApplied } from "#app/lib/outcomes.ts";

/** Applies the failed deliveries whose next try is due again, one by one. @returns how many succeeded */
export async function applyFailedDeliveries(): Promise<{ tried: number; applied: number }> {
  const db = await pool();
  const ids = await listDueFailedEventIds(db);
  let applied = 0;
  for (const id of ids) {
    const replayed = await replayDelivery(db, id, null);
    if (replayed && isApplied(replayed.outcome)) applied += 1;
  }
  return { tried: ids.length, applied };
}
