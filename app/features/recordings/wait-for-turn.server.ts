import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#app/db/pool.server.ts";
import { holdTurns, takeTurn } from "#app/db/request-pace.server.ts";
import { env } from "#app/env.server.ts";

const HOST = "convoso";
/** Longer pauses are the schedule's business: a worker that sleeps cannot stop. */
const LONGEST_HOLD_SECONDS = 5;

/** Waits until all workers together ask Convoso no faster than CONVOSO_REQUESTS_PER_SECOND; 0 is no limit. */
export async function waitForTurn(db: Database): Promise<void> {
  const { CONVOSO_REQUESTS_PER_SECOND } = env();
  if (CONVOSO_REQUESTS_PER_SECOND > 0) await sleep(await takeTurn(db, HOST, CONVOSO_REQUESTS_PER_SECOND));
}

/** Convoso asked one of the workers to slow down, so all of them pause. @param seconds what it asked for, if anything */
export async function pauseTurns(db: Database, seconds: number | null): Promise<void> {
  if (env().CONVOSO_REQUESTS_PER_SECOND > 0) await holdTurns(db, HOST, Math.min(seconds ?? 1, LONGEST_HOLD_SECONDS));
}
