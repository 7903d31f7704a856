import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseKnownAway, isDatabaseThere, noteDatabaseAway } from "#app/db/connection/database-circuit.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { isDatabaseUnready } from "#app/db/connection/is-database-unready.server.ts";
import { env } from "#app/env.server.ts";
import { drainSpool } from "#app/features/spool/drain-spool.server.ts";
import { spool } from "#app/features/spool/spool.server.ts";
import { log } from "#app/log.server.ts";
import { listSegments } from "#app/spool/segments.server.ts";

const LOOK_EVERY_MS = 1_000;
/** The pause after an error that is likely to persist. */
const REST_MS = 60_000;

/**
 * From now on drains the spool whenever the database is there, also of what an earlier or another process left behind.
 * @returns how to stop: resolves when the round in hand is over
 */
export function keepSpoolDrained(): () => Promise<void> {
  const stopping = new AbortController();
  const running = run(stopping.signal);
  return async () => {
    stopping.abort();
    await running;
  };
}

async function run(signal: AbortSignal): Promise<void> {
  if (!(await isDatabaseThere())) noteDatabaseAway();
  while (!signal.aborted) {
    const isWell = isDatabaseKnownAway() || (await lookAndDrain());
    await sleep(isWell ? LOOK_EVERY_MS : REST_MS, undefined, { ref: false, signal }).catch(() => {}); // told to stop
  }
}

async function lookAndDrain(): Promise<boolean> {
  try {
    if (listSegments(env().SPOOL_DIR).length === 0) return true;
    const { left } = await drainSpool();
    return left === 0;
  } catch (error) {
    if (isDatabaseUnready(error)) log().warn("the spool waits for the tables of the database: see npm run migrate");
    else log().error({ err: error }, "the spool could not be drained");
    if (!isDatabaseAway(error)) return false;
    noteDatabaseAway();
    return true;
  } finally {
    await spool().rotate();
  }
}
