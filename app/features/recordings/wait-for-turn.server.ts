import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#app/db/pool.server.ts";
import { holdTurns, takeTurn } from "#app/db/request-pace.server.ts";
import { env } from "#app/env.server.ts";

const HOST = "convoso";
/** Longer pauses are the schedule's business: a worker that sleeps cannot stop. */
const LONGEST_HOLD_SECONDS = 5;
/** A busy process wakes up late. Were that more, its question would fall among those of later turns. */
const LATE_MS = 50;
/** What the way to Convoso may take longer for one question than for another. */
const WAY_MS = 50;
/** A process that is always late asks all the same. */
const MOST_TURNS = 5;

/**
 * Waits until all workers together ask Convoso no faster than CONVOSO_REQUESTS_PER_SECOND; 0 is no limit. So many turns
 * take LATE_MS and WAY_MS more than a second, so that no second has more of them however late each is; one that is missed
 * is given up.
 */
export async function waitForTurn(db: Database): Promise<void> {
  const { CONVOSO_REQUESTS_PER_SECOND } = env();
  if (CONVOSO_REQUESTS_PER_SECOND === 0) return;
  const perSecond = CONVOSO_REQUESTS_PER_SECOND / (1 + (LATE_MS + WAY_MS) / 1000);
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const wait = await takeTurn(db, HOST, perSecond);
    const due = performance.now() + wait;
    await sleep(wait);
    if (wait === 0 || performance.now() - due <= LATE_MS) return;
  }
}

/** Convoso asked one of the workers to slow down, so all of them pause. @param seconds what it asked for, if anything */
export async function pauseTurns(db: Database, seconds: number | null): Promise<void> {
  if (env().CONVOSO_REQUESTS_PER_SECOND > 0) await holdTurns(db, HOST, Math.min(seconds ?? 1, LONGEST_HOLD_SECONDS));
}
