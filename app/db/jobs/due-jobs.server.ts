import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

const DueJobs = z.object({ task: z.string(), due: z.number(), oldest_seconds: z.number() });
export type DueJobs = z.infer<typeof DueJobs>;

const MOST = 10_000;

/**
 * The jobs that are due and that nobody runs yet, by task, with the age of the oldest. Looks at the next 10,000 of
 * the queue, so that a long one costs no more.
 */
export function countDueJobs(db: Database): Promise<readonly DueJobs[]> {
  return db.any(sql.type(DueJobs)`
    select identifier as task, count(*) as due,
      greatest(0, extract(epoch from now() - min(run_at)))::float8 as oldest_seconds
    from (
      select task_id, run_at from graphile_worker._private_jobs
      where is_available and run_at <= now()
      order by priority, run_at
      limit ${MOST}
    ) as job
    join graphile_worker._private_tasks as task on task.id = job.task_id
    group by identifier
    order by identifier`);
}

const IsBusy = z.object({ is_busy: z.boolean() });

/** Whether a job is due, or this worker still runs one. */
export function hasDueJobs(db: Database, workerId: string): Promise<boolean> {
  return db.oneFirst(sql.type(IsBusy)`
    select exists (
      select from graphile_worker._private_jobs
      where (is_available and run_at <= now()) or locked_by = ${workerId}
    ) as is_busy`);
}
