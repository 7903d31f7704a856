import { sql } from "slonik";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { Statement } from "#app/db/connection/statement.server.ts";
import type { QueuedTask } from "#app/lib/job-keys.ts";

/** A job of `task` (a file of tasks/), the only one waiting under its key. Of those that are due, low `priority` goes first. */
export type NewJob = { task: QueuedTask; payload: object; key: string; runAt: Date; priority?: number };

const NewJobs = sql.fragment`new_job (task text, payload json, key text, "runAt" timestamptz, priority integer)`;

/**
 * Queues jobs inside the caller's transaction. A waiting job of the same key is moved to `runAt`; while it runs, a
 * further one is queued behind it (graphile-worker documentation, "Job key").
 */
export async function addJobs(db: Database, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await db.query(sql.unsafe`
    select graphile_worker.add_jobs(array_agg(
      row(task, payload, null, "runAt", null, key, priority, null)::graphile_worker.job_spec
    ))
    from json_to_recordset(${JSON.stringify(jobs)}::json) as ${NewJobs}`);
}

/** Removes the waiting jobs of these keys. One that is running is left to end, and must find nothing to do. */
export async function removeJobs(db: Database, keys: readonly string[]): Promise<void> {
  for (const statement of toRemoveJobs(keys)) await db.query(statement);
}

/** The statement of {@link removeJobs}. */
export function toRemoveJobs(keys: readonly string[]): readonly Statement[] {
  if (keys.length === 0) return [];
  return [
    sql.unsafe`
      select graphile_worker.remove_job(key)
      from graphile_worker.jobs
      where key = any(${sql.array([...keys], "text")}) and locked_at is null`,
  ];
}

/** Lets other workers run the jobs that these workers hold (graphile-worker documentation, "force_unlock_workers"). */
export async function unlockJobs(db: Database, workerIds: readonly string[]): Promise<void> {
  if (workerIds.length === 0) return;
  await db.query(sql.unsafe`
    select graphile_worker.force_unlock_workers(${sql.array([...workerIds], "text")})`);
}
