import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

const Count = z.object({ count: z.number() });

/** How many calls since a moment have a recording that was given up: as many as the list of calls shows from then on. */
export function countGivenUp(db: Database, since: Date): Promise<number> {
  return db.oneFirst(sql.type(Count)`
    select count(*) as count
    from calls
    where recording_given_up and occurred_at >= ${since.toISOString()}::timestamptz`);
}
