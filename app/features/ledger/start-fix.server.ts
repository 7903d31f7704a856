import type { Database } from "#app/db/connection/pool.server.ts";
import type { ChosenDifferences } from "#app/db/ledger/fixable-differences.server.ts";
import { insertFix } from "#app/db/ledger/ledger-fixes.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { type RunKind, startRun } from "#app/features/runs/start-run.server.ts";

export const FIXES: RunKind = {
  table: "ledger_fixes",
  task: "fix_differences",
  payload: (fixId) => ({ fixId }),
  actions: { start: "fix differences", stop: "stop fix", resume: "resume fix" },
  change: "ledger",
};

/**
 * Lets the worker apply Convoso's rows of the chosen differences, as far as they are open and have one.
 * @param query what the list of exactly these is asked by; null for a selection
 * @returns the fix's id; null if none can be fixed
 */
export function startFix(
  db: Database,
  { chosen, query }: { chosen: ChosenDifferences; query: string | null },
  admin: Admin,
): Promise<number | null> {
  const insert = async (transaction: Database) => {
    const { id, differences } = await insertFix(transaction, { chosen, query, createdBy: admin.actor });
    return differences === 0 ? null : { id, details: query ? { query, differences } : { differences } };
  };
  return startRun(db, FIXES, insert, admin);
}
