import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

const Moment = z.object({ occurred_at: z.date() });

/** When the first real call without a disposition was, from a moment on; null where there is none. */
export function findFirstWithoutDisposition(db: Database, from: Date): Promise<Date | null> {
  return db.maybeOneFirst(sql.type(Moment)`
    select occurred_at from calls
    where upper(disposition) is null and not is_test and occurred_at >= ${from.toISOString()}::timestamptz
    order by occurred_at, call_id
    limit 1`);
}
