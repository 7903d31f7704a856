import { sql } from "slonik";
import { z } from "zod";
import { idAt } from "#app/db/event-id.server.ts";
import type { Database } from "#app/db/pool.server.ts";

const Upkeep = z.object({
  last_beat_at: z.date().nullable(),
  has_worker: z.boolean(),
  failed_jobs: z.number(),
  flooding_sources: z.number(),
});
export type Upkeep = z.infer<typeof Upkeep>;

/**
 * Whether a worker was seen in the last two minutes, when the last one was, how many jobs used up their tries, and how
 * many addresses were told to wait (429) in the last 24 hours. The queue's schema must be installed.
 */
export function findUpkeep(db: Database): Promise<Upkeep> {
  const yesterday = new Date(Date.now() - 24 * 3_600_000);
  return db.one(sql.type(Upkeep)`
    select
      (select max(last_beat_at) from worker_heartbeats) as last_beat_at,
      exists (
        select from worker_heartbeats
        where ended_at is null and last_beat_at > now() - interval '2 minutes'
      ) as has_worker,
      (select count(*) from graphile_worker.jobs where attempts >= max_attempts and locked_at is null) as failed_jobs,
      (
        select count(distinct source_address) from call_events
        where outcome = 'refused' and id >= ${idAt(yesterday)}::uuid and http_status = 429
      ) as flooding_sources`);
}
