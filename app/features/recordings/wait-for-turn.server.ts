import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#app/db/connection/pool.server.ts";
import { holdTurns, takeTurn } from "#app/db/recordings/request-pace.server.ts";
import { env } from "#app/env.server.ts";

const HOST = "convoso";
const RECORDINGS = "recordings";
/** The host of recordings answers 429 to bursts; one request in 350 ms is known to be taken (an integrator's setting). */
const MOST_RECORDINGS_PER_SECOND = 1 / 0.35;
/** Who asked this host too often waits as long as it says. A mistake in its header must not stop all copying for days. */
const LONGEST_REST_SECONDS = 3600;
/** Longer pauses are the schedule's business: a worker that sleeps cannot stop. */
const LONGEST_HOLD_SECONDS = 5;
/** A busy process wakes up late. A turn that is missed by more than this is given up. */
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
    const wait = (await takeTurn(db, HOST, perSecond)) ?? 0;
    const due = performance.now() + wait;
    await sleep(wait);
    if (wait === 0 || performance.now() - due <= LATE_MS) return;
  }
}

/** How often it is looked whether Convoso is free, and after how long one that yields to others takes its turn all the same. */
const LOOK_EVERY_MS = 100;
const LONGEST_YIELD_MS = 60_000;

/**
 * Waits for a turn that nobody else wants: what is asked so comes after all recordings. After a minute it takes the next.
 * @throws the signal's reason when it aborts
 */
export async function waitForFreeTurn(db: Database, signal?: AbortSignal): Promise<void> {
  const { CONVOSO_REQUESTS_PER_SECOND: perSecond } = env();
  signal?.throwIfAborted();
  if (perSecond === 0) return;
  for (let waited = 0; waited < LONGEST_YIELD_MS; waited += LOOK_EVERY_MS) {
    if ((await takeTurn(db, HOST, perSecond, 0)) !== null) return;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
  await waitForTurn(db);
}

/** Convoso asked one of the workers to slow down, so all of them pause. @param seconds what it asked for, if anything */
export async function pauseTurns(db: Database, seconds: number | null): Promise<void> {
  if (env().CONVOSO_REQUESTS_PER_SECOND > 0) await holdTurns(db, HOST, Math.min(seconds ?? 1, LONGEST_HOLD_SECONDS));
}

/**
 * Waits until all workers together ask the host of recordings no faster than it is known to answer, and no faster than
 * CONVOSO_REQUESTS_PER_SECOND; 0 is no limit.
 * @returns false where the next turn is too far away to wait for
 */
export async function waitForRecordingTurn(db: Database): Promise<boolean> {
  const { CONVOSO_REQUESTS_PER_SECOND } = env();
  if (CONVOSO_REQUESTS_PER_SECOND === 0) return true;
  const perSecond = Math.min(CONVOSO_REQUESTS_PER_SECOND, MOST_RECORDINGS_PER_SECOND);
  const wait = await takeTurn(db, RECORDINGS, perSecond, LONGEST_HOLD_SECONDS);
  await sleep(wait ?? 0);
  return wait !== null;
}

/** The host of recordings asked to be left alone for so long. */
export async function pauseRecordingTurns(db: Database, seconds: number): Promise<void> {
  await holdTurns(db, RECORDINGS, Math.min(seconds, LONGEST_REST_SECONDS));
}
