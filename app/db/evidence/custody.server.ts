import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { CUSTODY_ACTIONS } from "#app/lib/audit-actions.ts";

/**
 * A step of the chain of custody of a call's recordings. `recording`: its place within the call, null where the step is about
 * the call. `what`: a word of app/lib/custody-words.server.ts. `by`: who did it, null for the portal itself.
 */
export const CustodyStep = z.object({
  call_id: z.string(),
  at: z.date(),
  recording: z.number().nullable(),
  what: z.string(),
  outcome: z.string().nullable(),
  status: z.number().nullable(),
  bytes: z.number().nullable(),
  ms: z.number().nullable(),
  by: z.string().nullable(),
});
export type CustodyStep = z.infer<typeof CustodyStep>;

/** What happened to the recordings of these calls, from the end of the call on, in the order of time. */
export function listCustody(db: Database, callIds: readonly string[]): Promise<readonly CustodyStep[]> {
  const ids = sql.array([...callIds], "text");
  const none = sql.fragment`null::int as status, null::int8 as bytes, null::int as ms`;
  return db.any(sql.type(CustodyStep)`
    select call_id, at, recording, what, outcome, status, bytes, ms, by from (
      select call_id, coalesce(ended_at, occurred_at) as at, null::int as recording,
        case when ended_at is null then 'call' else 'call ended' end as what, null as outcome, ${none}, null as by, 0 as step
      from calls where call_id = any(${ids})
      union all
      select call_id, received_at, null, 'delivery', id::text, null, octet_length(body)::int8, null, null, 1
      from call_events where call_id = any(${ids}) and outcome in ('processed', 'duplicate')
      union all
      select call_id, (answer->>'at')::timestamptz, null, 'asked', answer->>'said', ${none}, null, 2
      from pending_recordings cross join jsonb_array_elements(answers) as answer
      where call_id = any(${ids})
      union all
      select call_id, last_try_at, null, 'asked', last_answer, ${none}, null, 2
      from pending_recordings where call_id = any(${ids}) and last_try_at is not null and answers is null
      union all
      select call_id, found_at, place, 'found', null, ${none}, null, 3 from archived_recordings where call_id = any(${ids})
      union all
      select call_id, archive_attempts.at, place, archive_attempts.action, archive_attempts.outcome, archive_attempts.status,
        archive_attempts.bytes, archive_attempts.ms, null, 4
      from archive_attempts join archived_recordings on archived_recordings.id = recording_id
      where call_id = any(${ids})
      union all
      select target, audit_log.at, (details->>'recording')::int, audit_log.action, null, ${none}, actor, 5
      from audit_log
      where target = any(${ids}) and action = any(${sql.array([...CUSTODY_ACTIONS], "text")})
    ) as custody
    order by call_id, at, step`);
}
