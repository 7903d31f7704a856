import type { Database } from "#app/db/connection/pool.server.ts";
import { type AtRisk, countAtRisk, countSoonLost, listAtRisk } from "#app/db/keeping/at-risk.server.ts";
import { env } from "#app/env.server.ts";

/** With so few days left, the Overview says so. */
const SOON_DAYS = 14;

/** What Convoso still has and the archive does not: the first rows, fewest days left first, and how many there are. */
export async function readAtRisk(db: Database, most: number) {
  const { RECORDING_LIFETIME_DAYS: lifetimeDays } = env();
  const [rows, counts] = await Promise.all([
    listAtRisk(db, lifetimeDays, most),
    countAtRisk(db, { lifetimeDays, soonDays: SOON_DAYS }),
  ]);
  return { rows: [...rows] as AtRisk[], counts, lifetimeDays };
}

/** How many of them Convoso deletes within {@link SOON_DAYS}. */
export function countSoonAtRisk(db: Database): Promise<number> {
  return countSoonLost(db, { lifetimeDays: env().RECORDING_LIFETIME_DAYS, soonDays: SOON_DAYS });
}
