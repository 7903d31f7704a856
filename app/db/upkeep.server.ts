import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

const Upkeep = z.object({
  last_beat_at: z.date().nullable(),
  has_worker: z.boolean(),
  failed_jobs: z.number(),
});
export type Upkeep = z.infer<typeof Upkeep>;

/**
 * Whether a worker was seen in the last two minutes, when the last one was, and how many jobs used up their tries.
 * The queue's schema must be installed.
 */
export function findUpkeep(db: Database): Promise<Upkeep> {
  return db.one(sql.type(Upkeep)`
    select
      (select max(last_beat_at) from worker_heartbeats) as last_beat_at,
      exists (
        select from worker_heartbeats
        where ended_at is null and last_beat_at > now() - interval '2 minutes'
      ) as has_worker,
      (select count(*) from graphile_worker.jobs where attempts >= max_attempts and locked_at is null) as failed_jobs`);
}
