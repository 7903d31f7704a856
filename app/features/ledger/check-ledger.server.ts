import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { tryWithLock } from "#app/db/connection/try-lock.server.ts";
import { listAutomaticFixes } from "#app/db/ledger/fixable-differences.server.ts";
import { findDueWindow, findNow, resumeFailedWindows } from "#app/db/ledger/window-queue.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { RECONCILE } from "#app/features/ingest/read-log-row.server.ts";
import { applyDifferences } from "#app/features/ledger/apply-differences.server.ts";
import { checkWindow } from "#app/features/ledger/check-window.server.ts";
import { planWindows } from "#app/features/ledger/plan-windows.server.ts";

/** Differences that are fixed in one transaction: a moment's work, so that deliveries of the same calls hardly wait. */
const BATCH = 100;

/**
 * Compares the hours that are due with Convoso's log, the newest first, and fixes what is to be fixed. Ends when
 * none is left, when Convoso cannot be asked, or when the signal aborts; the next run continues there. One process does it at
 * a time. Without a token nothing happens.
 */
export async function checkLedger(signal?: AbortSignal): Promise<void> {
  const { CONVOSO_AUTH_TOKEN: authToken, CONVOSO_API_URL: apiUrl, CONVOSO_TIME_ZONE: timeZone } = env();
  if (!authToken || env().LEDGER_CHECK_SECONDS.length === 0) return;
  await tryWithLock("ledger", async (db) => {
    await planWindows(db, await findNow(db));
    await fixAutomatically(db, signal);
    for (;;) {
      if (signal?.aborted) return;
      const window = await findDueWindow(db, await findNow(db));
      if (!window) return;
      try {
        if (!(await checkWindow(db, window, { apiUrl, authToken, timeZone }, signal))) return;
      } catch (error) {
        if (signal?.aborted) return;
        throw error;
      }
      await fixAutomatically(db, signal);
    }
  });
}

async function fixAutomatically(db: Database, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const ids = await listAutomaticFixes(db, BATCH);
    if (ids.length === 0) return;
    await applyDifferences(db, ids, RECONCILE, async (transaction, fixed) => {
      const [fixedCount, rest] = [fixed.filter(({ result }) => result === "fixed").length, fixed.length];
      const details = { fixed: fixedCount, unchanged: rest - fixedCount };
      await recordAudit(transaction, { actor: RECONCILE, action: "apply Convoso's log", details });
    });
  }
}

/** A worker that starts with a token asks for what an earlier one could not: the token may be new. */
export async function resumeLedger(): Promise<void> {
  if (env().CONVOSO_AUTH_TOKEN) await resumeFailedWindows(await pool());
}
