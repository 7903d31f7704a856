import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** How many real calls a span of time has, and how many of them have no disposition. `from`: its start. */
const Share = z.object({ from: z.date(), calls: z.number(), without: z.number() });
export type Share = z.infer<typeof Share>;

/** By day (1440 minutes, of UTC) or by quarter of an hour, in order; spans without calls are left out. */
export function listDispositionShares(
  db: Database,
  minutes: 1440 | 15,
  { from, to }: { from: Date; to: Date },
): Promise<readonly Share[]> {
  const within = sql.fragment`
    subject = 'disposition' and not is_test
    and bucket >= ${from.toISOString()}::timestamptz and bucket < ${to.toISOString()}::timestamptz`;
  return db.any(sql.type(Share)`
    select "from", sum(count)::bigint as calls, coalesce(sum(count) filter (where key = ''), 0)::bigint as without
    from (
      select bucket as "from", key, count from figures where minutes = ${minutes} and ${within}
      union all
      select date_bin(${minutes} * interval '1 minute', bucket, timestamptz 'epoch'), key, count
      from figure_deltas where ${within}
    ) as figure
    group by "from"
    having sum(count) > 0
    order by "from"`);
}
