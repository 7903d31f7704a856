import { pool } from "#app/db/connection/pool.server.ts";
import { countWrongFigures, recountFigures, takeTime } from "#app/db/figures/figure-upkeep.server.ts";
import { log } from "#app/log.server.ts";

/** Compares the figures with a recount of all rows, and replaces them where they differ. @returns how many did */
export async function checkFigures(): Promise<number> {
  return (await pool()).transaction(async (transaction) => {
    await takeTime(transaction);
    const wrong = await countWrongFigures(transaction);
    if (wrong > 0) {
      log().error({ wrong }, "figures differed from their rows and were counted again");
      await recountFigures(transaction);
    }
    return wrong;
  });
}
