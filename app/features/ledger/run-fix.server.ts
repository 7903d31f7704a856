import { pool } from "#app/db/connection/pool.server.ts";
import { endRun } from "#app/db/jobs/runs.server.ts";
import { findFix, listNextDifferences, saveFixResults } from "#app/db/ledger/ledger-fixes.server.ts";
import { applyDifferences } from "#app/features/ledger/apply-differences.server.ts";

/** Differences in one transaction: a moment's work, so that deliveries of the same calls hardly wait. */
const BATCH = 50;

/**
 * Works a fix off, in small steps, each in a transaction with its results: whenever this ends, the next run continues there,
 * and nothing is applied twice. Ends early when `signal` aborts.
 * @returns false where it is not over yet
 */
export async function runFix(id: number, signal?: AbortSignal): Promise<boolean> {
  const db = await pool();
  while (!signal?.aborted) {
    const fix = await findFix(db, id);
    if (fix?.state !== "running") return true;
    const ids = await listNextDifferences(db, id, BATCH);
    if (ids.length === 0) await endRun(db, "ledger_fixes", id);
    else
      await applyDifferences(db, ids, fix.created_by, (transaction, fixed) => saveFixResults(transaction, id, fixed));
  }
  return false;
}
