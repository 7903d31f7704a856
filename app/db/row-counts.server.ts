import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

const RowCounts = z.object({
  leads: z.number(),
  recent_leads: z.number(),
  recent_calls: z.number(),
  with_recording: z.number(),
  waiting: z.number(),
  gave_up: z.number(),
  absent: z.number(),
  blocked: z.number(),
});
export type RowCounts = z.infer<typeof RowCounts>;

/** Leads, calls and recordings in figures; the recent ones are those since the given moment. */
export function countRows(db: Database, since: Date): Promise<RowCounts> {
  const moment = sql.fragment`${since.toISOString()}::timestamptz`;
  return db.one(sql.type(RowCounts)`
    select
      (select count(*) from contacts) as leads,
      (select count(*) from contacts where created_at >= ${moment}) as recent_leads,
      (select count(*) from calls where occurred_at >= ${moment}) as recent_calls,
      (select count(*) from calls where recording_url is not null) as with_recording,
      count(*) filter (where state = 'waiting') as waiting,
      count(*) filter (where state = 'gave_up') as gave_up,
      count(*) filter (where state = 'absent') as absent,
      count(*) filter (where state = 'blocked') as blocked
    from pending_recordings
    where state <> 'found'`);
}
