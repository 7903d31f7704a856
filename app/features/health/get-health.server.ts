import { countAgents } from "#app/db/agents/agents.server.ts";
import { isDatabaseUnready } from "#app/db/connection/is-database-unready.server.ts";
import { type Database, type PoolState, pool, poolState } from "#app/db/connection/pool.server.ts";
import { standbyLag } from "#app/db/connection/standby.server.ts";
import { listTotals } from "#app/db/figures/figures.server.ts";
import { findLedgerSummary } from "#app/db/ledger/windows.server.ts";
import { env } from "#app/env.server.ts";
import { tellArchive } from "#app/features/archive/tell-archive.server.ts";
import { findWorkers } from "#app/features/jobs/find-workers.server.ts";
import { getSpoolState, type SpoolState } from "#app/features/spool/get-spool-state.server.ts";
import { archiveLine } from "#app/lib/archive-line.ts";
import { ledgerLine, ledgerText } from "#app/lib/ledger-line.ts";
import { version } from "#app/lib/version.server.ts";
import { log } from "#app/log.server.ts";

type Counts = { calls: number; agents: number; events: number };

/** `running` reported a moment ago, on whichever machine. */
type WorkerState = { running: number; lastSeenAt: Date | null };

/**
 * What /api/admin/health answers, in the words of the user's guide; `spool` is told where it matters only. Without a worker
 * deliveries are still accepted, so that alone is no reason to say that the portal does not work.
 */
export type Health =
  | {
      ok: true;
      healthy: true;
      pool: PoolState;
      stats: Counts;
      worker: WorkerState;
      /** Whether calls are missing, in one line, with times in the account's zone. */
      ledger: string;
      /** Whether recordings are copied to the archive, in one line. */
      archive: string;
      /** Where there is DATABASE_READ_URL: how far that standby is behind, null if it does not answer. */
      standby?: { lagSeconds: number | null };
      spool?: SpoolState;
      version: string;
    }
  | { ok: false; healthy: false; reason: string; pool: PoolState; spool: SpoolState; version: string };

/** A monitor waits a few seconds at most, so an answer must come before its patience ends. */
const PATIENCE_MS = 3_000;

/** Asks the database how many rows and workers it knows; away or slow, that is the answer. Never throws. */
export async function getHealth(): Promise<Health> {
  try {
    const { stats, workers, ledger, archive, lag } = await withinPatience(askDatabase());
    const worker = { running: workers.running, lastSeenAt: workers.last_beat_at };
    const spool = await getSpoolState();
    // On Vercel there is none, which matters while the database is down.
    const isIdle = env().VERCEL || (spool.waiting === 0 && spool.damagedFiles === 0 && spool.fault === null);
    const standby = lag !== undefined && { standby: { lagSeconds: lag } };
    const told = { worker, ledger, archive, ...standby, ...(!isIdle && { spool }), version: version() };
    return { ok: true, healthy: true, pool: await poolState(), stats, ...told };
  } catch (error) {
    const isUnready = isDatabaseUnready(error);
    if (!isUnready) log().warn({ err: error }, "the health check failed");
    const spool = await getSpoolState();
    const unread = isUnready ? NOT_READY : "The database cannot be reached.";
    const fault = error instanceof TooSlow ? error.message : unread;
    const reason = spool.fault === null ? fault : `${fault} Deliveries are refused: ${spool.fault}`;
    return { ok: false, healthy: false, reason, pool: await poolState(), spool, version: version() };
  }
}

const NOT_READY = "The tables of the database are not ready: npm start or npm run migrate creates them.";

class TooSlow extends Error {}

async function askDatabase() {
  const db = await pool();
  const [stats, workers, ledger, standing, lag] = await Promise.all([
    countRows(db),
    findWorkers(db),
    describeLedger(db),
    tellArchive(db),
    standbyLag(),
  ]);
  return { stats, workers, ledger, archive: archiveLine(standing), lag };
}

/** Anybody may ask for the health, so what Convoso said stays out of it. */
async function describeLedger(db: Database): Promise<string> {
  const { CONVOSO_AUTH_TOKEN, CONVOSO_TIME_ZONE: timeZone } = env();
  const summary = { ...(await findLedgerSummary(db)), last_reason: null };
  return ledgerText(
    ledgerLine(summary, { hasToken: CONVOSO_AUTH_TOKEN !== undefined, timeZone, hours: "24", now: new Date() }),
  );
}

/** From the figures, which are exact and as quick with ten million rows as with ten. */
async function countRows(db: Database): Promise<Counts> {
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
