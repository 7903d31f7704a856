import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/**
 * One link of the chain of custody. `outcome`: the state that it led to, or why it changed nothing. `status`: the HTTP status
 * of Convoso's host. `detail`: what was seen, without links or names.
 */
export const ArchiveAttempt = z.object({
  id: z.number(),
  recording_id: z.number(),
  place: z.number(),
  at: z.date(),
  action: z.enum(["copy", "verify", "delete"]),
  outcome: z.string(),
  status: z.number().nullable(),
  bytes: z.number().nullable(),
  ms: z.number().nullable(),
  detail: z.string().nullable(),
});
export type ArchiveAttempt = z.infer<typeof ArchiveAttempt>;

/** What is noted of an attempt; `ms`: how long it took. */
export type NewAttempt = {
  recordingId: number;
  action: ArchiveAttempt["action"];
  outcome: string;
  status?: number | null;
  bytes?: number | null;
  ms?: number | null;
  detail?: string | null;
};

/** Adds a link to the chain of custody. Does nothing where the recording is gone. */
export async function insertAttempt(db: Database, attempt: NewAttempt): Promise<void> {
  await db.query(sql.unsafe`
    insert into archive_attempts (recording_id, action, outcome, status, bytes, ms, detail)
    select id, ${attempt.action}, ${attempt.outcome}, ${attempt.status ?? null}::int, ${attempt.bytes ?? null}::int8,
      ${attempt.ms ?? null}::int, ${attempt.detail ?? null}
    from archived_recordings where id = ${attempt.recordingId}
    for key share`);
}

/** What was done with the recordings of a call, in the order of time. */
export function listAttempts(db: Database, callId: string): Promise<readonly ArchiveAttempt[]> {
  return db.any(sql.type(ArchiveAttempt)`
    select attempt.id, recording_id, place, at, action, outcome, status, attempt.bytes, ms, detail
    from archive_attempts as attempt
    join archived_recordings on archived_recordings.id = recording_id
    where call_id = ${callId}
    order by at, attempt.id`);
}

const Pace = z.object({ copies: z.number(), bytes: z.number(), seconds: z.number() });

/** What was copied in the last so many minutes: how many recordings, bytes, and over how many seconds that went. */
export function measurePace(db: Database, minutes: number): Promise<z.infer<typeof Pace>> {
  return db.one(sql.type(Pace)`
    select count(*) as copies, coalesce(sum(bytes), 0)::int8 as bytes,
      coalesce(extract(epoch from now() - min(at)), 0)::float8 as seconds
    from archive_attempts
    where at > now() - make_interval(mins => ${minutes}) and action = 'copy' and outcome = 'archived'`);
}
