import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

export const StuckState = z.enum(["not_ready", "refused", "not_audio", "gone", "lost"]);
export type StuckState = z.infer<typeof StuckState>;

/** Recordings that are not in the archive for the same reason: how many, and some of them, the oldest calls first. */
export const Stuck = z.object({
  state: StuckState,
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

const StuckCall = z.object({ id: z.number(), call_id: z.string(), place: z.number(), call_at: z.date() });
export type StuckCall = z.infer<typeof StuckCall>;

/** Up to `size` recordings of one such group, the oldest calls first. `past`: the id of the recording that they follow. */
export function listStuckCalls(
  db: Database,
  { state, reason }: Pick<Stuck, "state" | "reason">,
  past: string | undefined,
  size: number,
): Promise<readonly StuckCall[]> {
  const following = sql.fragment`
    (call_at, id) > (select call_at, id from archived_recordings where id = ${past ?? null}::bigint)`;
  return db.any(sql.type(StuckCall)`
    select id, call_id, place, call_at
    from archived_recordings
    where state = ${state} and reason is not distinct from ${reason}
      and ${past === undefined ? sql.fragment`true` : following}
    order by call_at, id
    limit ${size}`);
}
