import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import { endRun, listStrandedRuns, type RunTable, reopenRun } from "#app/db/jobs/runs.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import type { AuditAction } from "#app/lib/audit-actions.ts";
import type { ChangeKind } from "#app/lib/change-kinds.ts";
import { jobKey, type QueuedTask } from "#app/lib/job-keys.ts";

/** One kind of work over many rows that a person starts, stops and resumes, and that the worker does in small steps. */
export type RunKind = {
  table: RunTable;
  task: QueuedTask;
  payload: (id: number) => object;
  /** Ends a running run where more than its state changes. @returns whether it was running */
  end?: (db: Database, id: number, stoppedBy: string) => Promise<boolean>;
  actions: { start: AuditAction; stop: AuditAction; resume: AuditAction };
  /** What open pages show of it. */
  change: ChangeKind;
};

class NothingChosen extends Error {}

/**
 * Notes a run, queues its job and records who started it, in one transaction.
 * @param insert notes the run and its rows; null where no row is chosen
 * @returns the run's id; null where no row is chosen
 */
export async function startRun<None extends null>(
  db: Database,
  kind: RunKind,
  insert: (db: Database) => Promise<{ id: number; details: Record<string, unknown> } | None>,
  { actor, sourceAddress }: Admin,
): Promise<number | None> {
  await installJobQueue();
  try {
    return await db.transaction(async (transaction) => {
      const inserted = await insert(transaction);
      if (!inserted) throw new NothingChosen(); // takes the row back
      const { id, details } = inserted;
      await queueRuns(transaction, kind, [id]);
      await recordAudit(transaction, { actor, sourceAddress, action: kind.actions.start, target: String(id), details });
      return id;
    });
  } catch (error) {
    if (error instanceof NothingChosen) return null as None;
    throw error;
  }
}

/** Ends a run after the rows that it has in hand. @returns whether it was running */
export async function stopRun(db: Database, kind: RunKind, id: number, admin: Admin): Promise<boolean> {
  const { end = (own, ...of) => endRun(own, kind.table, ...of) } = kind;
  return changeRun(db, kind, { id, action: kind.actions.stop, change: (own) => end(own, id, admin.actor) }, admin);
}

/** Resumes a stopped run where it was. @returns whether it was stopped */
export async function resumeRun(db: Database, kind: RunKind, id: number, admin: Admin): Promise<boolean> {
  await installJobQueue();
  const change = async (own: Database) => {
    if (!(await reopenRun(own, kind.table, id))) return false;
    await queueRuns(own, kind, [id]);
    return true;
  };
  return changeRun(db, kind, { id, action: kind.actions.resume, change }, admin);
}

/** Gives the runs of this kind whose job got lost a new one. */
export async function requeueStrandedRuns(kind: RunKind): Promise<void> {
  const db = await pool();
  await queueRuns(db, kind, await listStrandedRuns(db, kind.table, kind.task));
}

/** Queues the next job of a run that is not over, in so many milliseconds. */
export async function continueRun(kind: RunKind, id: number, inMs = 0): Promise<void> {
  await queueRuns(await pool(), kind, [id], new Date(Date.now() + inMs));
}

async function changeRun(
  db: Database,
  kind: RunKind,
  { id, action, change }: { id: number; action: AuditAction; change: (db: Database) => Promise<boolean> },
  { actor, sourceAddress }: Admin,
): Promise<boolean> {
  const isChanged = await db.transaction(async (transaction) => {
    if (!(await change(transaction))) return false;
    await recordAudit(transaction, { actor, sourceAddress, action, target: String(id) });
    return true;
  });
  announceChange(kind.change);
  return isChanged;
}

/** Queues the jobs of runs, in the caller's transaction. */
async function queueRuns(
  db: Database,
  { task, payload }: RunKind,
  ids: readonly number[],
  runAt = new Date(),
): Promise<void> {
  const priority = -5; // before a backlog of recordings, which may take hours
  await addJobs(
    db,
    ids.map((id) => ({ task, payload: payload(id), key: jobKey(task, id), runAt, priority })),
  );
}
