import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import { listStrandedRuns, resumeRun } from "#app/db/jobs/runs.server.ts";
import type { ChosenDifferences } from "#app/db/ledger/fixable-differences.server.ts";
import { endFix, insertFix } from "#app/db/ledger/ledger-fixes.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

class NothingChosen extends Error {}

/**
 * Lets the worker apply Convoso's rows of the chosen differences, as far as they are open and have one.
 * @param query what the list of exactly these is asked by; null for a selection
 * @returns the fix's id; null if none can be fixed
 */
export async function startFix(
  db: Database,
  { chosen, query }: { chosen: ChosenDifferences; query: string | null },
  { actor, sourceAddress }: Admin,
): Promise<number | null> {
  await installJobQueue();
  try {
    return await db.transaction(async (transaction) => {
      const { id, differences } = await insertFix(transaction, { chosen, query, createdBy: actor });
      if (differences === 0) throw new NothingChosen(); // takes the row back
      await queueFixes(transaction, [id]);
      const details = query ? { query, differences } : { differences };
      await recordAudit(transaction, { actor, sourceAddress, action: "fix differences", target: String(id), details });
      return id;
    });
  } catch (error) {
    if (error instanceof NothingChosen) return null;
    throw error;
  }
}

/** Ends a fix after the differences that it has in hand. @returns whether it was running */
export async function stopFix(db: Database, id: number, { actor, sourceAddress }: Admin): Promise<boolean> {
  const isStopped = await db.transaction(async (transaction) => {
    if (!(await endFix(transaction, id, actor))) return false;
    await recordAudit(transaction, { actor, sourceAddress, action: "stop fix", target: String(id) });
    return true;
  });
  announceChange("ledger");
  return isStopped;
}

/** Resumes a stopped fix where it was. @returns whether it was stopped */
export async function resumeFix(db: Database, id: number, { actor, sourceAddress }: Admin): Promise<boolean> {
  await installJobQueue();
  const isResumed = await db.transaction(async (transaction) => {
    if (!(await resumeRun(transaction, "ledger_fixes", id))) return false;
    await queueFixes(transaction, [id]);
    await recordAudit(transaction, { actor, sourceAddress, action: "resume fix", target: String(id) });
    return true;
  });
  announceChange("ledger");
  return isResumed;
}

/** Gives those whose job got lost a new one. */
export async function requeueStrandedFixes(): Promise<void> {
  const db = await pool();
  await queueFixes(db, await listStrandedRuns(db, "ledger_fixes", "fix_differences"));
}

/** Queues the jobs of fixes, in the caller's transaction. */
async function queueFixes(db: Database, ids: readonly number[]): Promise<void> {
  const runAt = new Date();
  const task = "fix_differences";
  // Before a backlog of recordings, which may take hours.
  await addJobs(
    db,
    ids.map((id) => ({ task, payload: { fixId: id }, key: jobKey(task, id), runAt, priority: -5 })),
  );
}
