import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { idAt } from "#app/lib/event-id.server.ts";
import { PROBLEM_CODES } from "#app/lib/problems.ts";

const Count = z.object({ code: z.enum(PROBLEM_CODES), count: z.number() });
export type ProblemCount = z.infer<typeof Count>;

/** No more are counted of one code: more would say nothing new. */
const MOST_COUNTED = 10_000;

/** How many real deliveries since a moment have each problem, the most frequent first; those that none has are left out. */
export function countProblems(db: Database, since: Date): Promise<readonly ProblemCount[]> {
  return db.any(sql.type(Count)`
    select code, count(*) as count
    from unnest(${sql.array(PROBLEM_CODES, "text")}) as known (code)
    cross join lateral (
      select from call_event_problems as noted
      where noted.code = known.code and noted.event_id >= ${idAt(since)}::uuid and not noted.is_test
      order by noted.event_id desc -- by the index, also where nearly all have the same code
      limit ${MOST_COUNTED}
    ) as counted
    group by code
    order by count desc, code`);
}
