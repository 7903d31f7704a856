import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { ARCHIVE_STATE_NAMES } from "#app/lib/archive-states.ts";

/** A recording that Convoso may still have and the archive does not. `days_left`: until Convoso is expected to delete it. */
export const AtRisk = z.object({
  id: z.number(),
  call_id: z.string(),
  place: z.number(),
  call_at: z.date(),
  state: z.enum(ARCHIVE_STATE_NAMES),
  reason: z.string().nullable(),
  days_left: z.number(),
});
export type AtRisk = z.infer<typeof AtRisk>;

const isWanted = sql.fragment`
  state in ('due', 'not_ready', 'refused', 'not_audio', 'lost') and source_url is not null`;

const lastsSince = (days: number) => sql.fragment`now() - make_interval(days => ${days}::int)`;

/** Those at risk, the ones with the fewest days left first. @param lifetimeDays after which Convoso deletes */
export function listAtRisk(db: Database, lifetimeDays: number, most: number): Promise<readonly AtRisk[]> {
  return db.any(sql.type(AtRisk)`
    select id, call_id, place, call_at, state, reason,
      floor(extract(epoch from call_at - (${lastsSince(lifetimeDays)})) / 86400)::int as days_left
    from archived_recordings
    where ${isWanted} and call_at > ${lastsSince(lifetimeDays)}
    order by call_at, id
    limit ${most}`);
}

const Counts = z.object({ all: z.number(), soon: z.number(), waiting: z.number() });

/** How many are at risk; `soon`: within so many days; `waiting`: are to be copied without anybody's help. */
export function countAtRisk(
  db: Database,
  { lifetimeDays, soonDays }: { lifetimeDays: number; soonDays: number },
): Promise<z.infer<typeof Counts>> {
  return db.one(sql.type(Counts)`
    select count(*) as all,
      count(*) filter (where call_at <= now() - make_interval(days => ${lifetimeDays - soonDays}::int)) as soon,
      count(*) filter (where state in ('due', 'not_ready')) as waiting
    from archived_recordings
    where ${isWanted} and call_at > ${lastsSince(lifetimeDays)}`);
}

/** How many are at risk within so many days. Reads these only. */
export async function countSoonLost(
  db: Database,
  { lifetimeDays, soonDays }: { lifetimeDays: number; soonDays: number },
): Promise<number> {
  return db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*) as count
    from archived_recordings
    where ${isWanted} and call_at > ${lastsSince(lifetimeDays)}
      and call_at <= now() - make_interval(days => ${Math.max(0, lifetimeDays - soonDays)}::int)`);
}
