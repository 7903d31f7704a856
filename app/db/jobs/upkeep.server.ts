import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { idAt } from "#app/lib/event-id.server.ts";

const Upkeep = z.object({
  failed_jobs: z.number(),
  flooding_sources: z.number(),
  owns_tables: z.boolean(),
});
export type Upkeep = z.infer<typeof Upkeep>;

/**
 * How many jobs used up their tries, how many addresses were told to wait (429) in the last 24 hours, and whether the
 * portal's role owns the tables. The queue's schema must be installed.
 */
export function findUpkeep(db: Database): Promise<Upkeep> {
  const yesterday = new Date(Date.now() - 24 * 3_600_000);
  return db.one(sql.type(Upkeep)`
    select
      (select count(*) from graphile_worker.jobs where attempts >= max_attempts and locked_at is null) as failed_jobs,
      (
        select count(distinct source_address) from call_events
        where outcome = 'refused' and id >= ${idAt(yesterday)}::uuid and http_status = 429
      ) as flooding_sources,
      is_owner_of('audit_log'::regclass) as owns_tables`);
}
