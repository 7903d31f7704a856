import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** "again": the call has a link, and another one is searched for. "found": the search is over, for the call has a link. */
export const SearchState = z.enum(["waiting", "again", "found", "gave_up", "absent", "blocked"]);

/** The search for a call's recording. `next_try_at` is null once it is over. */
export const PendingRecording = z.object({
  state: SearchState,
  attempts: z.number(),
  failures: z.number(),
  refetches: z.number(),
  next_try_at: z.date().nullable(),
  last_try_at: z.date().nullable(),
  last_answer: z.string().nullable(),
});
export type PendingRecording = z.infer<typeof PendingRecording>;

/** The search for one call's recording, or null where there never was one. */
export function findPendingRecording(db: Database, callId: string): Promise<PendingRecording | null> {
  return db.maybeOne(sql.type(PendingRecording)`
    select state, attempts, failures, refetches, next_try_at, last_try_at, last_answer
    from pending_recordings
    where call_id = ${callId}`);
}
