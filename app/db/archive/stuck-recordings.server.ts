import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** Recordings that are not in the archive for the same reason: how many, and some of them, the oldest calls first. */
export const Stuck = z.object({
  state: z.enum(["not_ready", "refused", "not_audio", "gone", "lost"]),
  reason: z.string().nullable(),
  count: z.number(),
  calls: z.array(z.object({ call_id: z.string(), place: z.number() })),
});
export type Stuck = z.infer<typeof Stuck>;

/** What is stuck, by why, the largest groups first; so many calls of each. */
export function listStuck(db: Database, most: number): Promise<readonly Stuck[]> {
  return db.any(sql.type(Stuck)`
    select state, reason, count, calls
    from (
      select state, reason, count(*) as count
      from archived_recordings
      where state in ('not_ready', 'refused', 'not_audio', 'gone', 'lost')
      group by state, reason
    ) as stuck
    cross join lateral (
      select jsonb_agg(jsonb_build_object('call_id', call_id, 'place', place)) as calls
      from (
        select call_id, place from archived_recordings as it
        where it.state = stuck.state and it.reason is not distinct from stuck.reason
        order by call_at, id
        limit ${most}
      ) as oldest
    ) as listed
    order by count desc, state, reason`);
}
