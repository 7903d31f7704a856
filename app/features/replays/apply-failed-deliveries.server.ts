import { listDueFailedEventIds } from "#app/db/failed-events.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";

/** Applies the failed deliveries whose next try is due again, each by itself. @returns how many succeeded */
export async function applyFailedDeliveries(): Promise<{ tried: number; applied: number }> {
  const db = await pool();
  const ids = await listDueFailedEventIds(db);
  let applied = 0;
  for (const id of ids) {
    const replayed = await replayDelivery(db, id, null);
    if (replayed?.outcome === "processed" || replayed?.outcome === "duplicate") applied += 1;
  }
  return { tried: ids.length, applied };
}
