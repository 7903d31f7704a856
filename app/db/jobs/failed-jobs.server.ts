import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** A job that used up its tries: the queue keeps it, and nobody runs it any more. */
export const FailedJob = z.object({
  id: z.number(),
  task_identifier: z.string(),
  key: z.string().nullable(),
  attempts: z.number(),
  created_at: z.date(),
  updated_at: z.date(),
  last_error: z.string().nullable(),
});
export type FailedJob = z.infer<typeof FailedJob>;

const isFailed = sql.fragment`attempts >= max_attempts and locked_at is null`;

/** The jobs that used up their tries, the latest first; at most 200. */
export function listFailedJobs(db: Database): Promise<readonly FailedJob[]> {
  return db.any(sql.type(FailedJob)`
    select id, task_identifier, key, attempts, created_at, updated_at, last_error
    from graphile_worker.jobs
    where ${isFailed}
    order by updated_at desc, id desc
    limit 200`);
}

const Name = z.object({ task_identifier: z.string(), key: z.string().nullable() });

/** Gives a failed job all its tries back, from now. @returns its task and key; null where it is no failed job (any more) */
export async function restartFailedJob(db: Database, id: number): Promise<z.infer<typeof Name> | null> {
  return db.maybeOne(sql.type(Name)`
    with failed as (
      select id, task_identifier, key from graphile_worker.jobs where id = ${id} and ${isFailed}
    ), restarted as (
      select (graphile_worker.reschedule_jobs(array[id], run_at => now(), attempts => 0)).id from failed
    )
    select task_identifier, key from failed join restarted using (id)`);
}
