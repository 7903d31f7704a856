import { pool } from "#app/db/connection/pool.server.ts";
import { foldFigures } from "#app/db/figures/figure-upkeep.server.ts";

/** A batch takes some ten milliseconds. */
const BATCH = 5_000;

/** Folds all noted changes into the figures, in batches. Interrupted, it continues where it was. @returns how many */
export async function foldAllFigures(): Promise<number> {
  const db = await pool();
  let total = 0;
  for (let folded = BATCH; folded === BATCH; total += folded) folded = await foldFigures(db, BATCH);
  return total;
}
