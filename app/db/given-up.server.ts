import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

const Count = z.object({ count: z.number() });

/**
 * How many calls since a moment have a recording that was given up: as many as the list of calls shows from then on. A
 * search begins when its call is delivered, so those that began long before are not looked at; a day is for clocks that
 * differ.
 */
export function countGivenUp(db: Database, since: Date): Promise<number> {
  const moment = sql.fragment`${since.toISOString()}::timestamptz`;
  return db.oneFirst(sql.type(Count)`
    select count(*) as count
    from pending_recordings
    join calls using (call_id)
    where pending_recordings.state = 'gave_up'
      and pending_recordings.created_at >= ${moment} - interval '1 day'
      and calls.occurred_at >= ${moment}
      and calls.recording_url is null`);
}
