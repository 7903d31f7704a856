import { countAgents } from "#app/db/agents.server.ts";
import { listTotals } from "#app/db/figures.server.ts";
import { type PoolState, pool, poolState } from "#app/db/pool.server.ts";
import { getSpoolState, type SpoolState } from "#app/features/health/get-spool-state.server.ts";
import { log } from "#app/log.server.ts";

type Counts = { calls: number; agents: number; events: number };

/** What /api/admin/health answers, in the words of the user's guide; `spool` is told where it matters only. */
export type Health =
  | { ok: true; healthy: true; pool: PoolState; stats: Counts; spool?: SpoolState }
  | { ok: false; healthy: false; reason: string; pool: PoolState; spool: SpoolState };

/** A monitor waits a few seconds at most, so an answer must come before its patience ends. */
const PATIENCE_MS = 3_000;

/** Asks the database how many rows it holds; away or slow, that is the answer. Never throws. */
export async function getHealth(): Promise<Health> {
  try {
    const stats = await withinPatience(countRows());
    const spool = await getSpoolState();
    const isIdle = spool.waiting === 0 && spool.damagedFiles === 0 && spool.fault === null;
    return { ok: true, healthy: true, pool: await poolState(), stats, ...(!isIdle && { spool }) };
  } catch (error) {
    log().warn({ err: error }, "the health check failed");
    const spool = await getSpoolState();
    const fault = error instanceof TooSlow ? error.message : "The database cannot be reached.";
    const reason = spool.fault === null ? fault : `${fault} Deliveries are refused: ${spool.fault}`;
    return { ok: false, healthy: false, reason, pool: await poolState(), spool };
  }
}

class TooSlow extends Error {}

/** From the figures, which are exact and as quick with ten million rows as with ten. */
async function countRows(): Promise<Counts> {
  const db = await pool();
  const [totals, agents] = await Promise.all([listTotals(db, ["call", "delivery"]), countAgents(db)]);
  const countOf = (asked: string) =>
    totals.filter(({ subject }) => subject === asked).reduce((sum, { count }) => sum + count, 0);
  return { calls: countOf("call"), agents, events: countOf("delivery") };
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new TooSlow(`The database did not answer within ${PATIENCE_MS / 1000} s.`)),
    PATIENCE_MS,
  );
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // it may still fail after we gave up on it
  }
}
