import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { Hour } from "#app/db/ledger/window-queue.server.ts";

/** A call of ours, as far as the ledger compares it. `agentId` is Convoso's id of the agent. */
const OurCall = z.object({
  callId: z.string(),
  occurredAt: z.date(),
  disposition: z.string().nullable(),
  durationSeconds: z.number().nullable(),
  agentId: z.string().nullable(),
  agentName: z.string().nullable(),
  campaign: z.string().nullable(),
  campaignId: z.string().nullable(),
  recordingUrl: z.string().nullable(),
  hasFailedLink: z.boolean(),
});
export type OurCall = z.infer<typeof OurCall>;

const selectCalls = sql.fragment`
  select calls.call_id as "callId", occurred_at as "occurredAt", disposition, duration_seconds as "durationSeconds",
    agents.agent_id as "agentId", agents.name as "agentName", campaign, campaign_id as "campaignId",
    recording_url as "recordingUrl", recording_verdict is not distinct from 'failed' as "hasFailedLink"
  from calls
  left join agents on agents.id = calls.agent_id`;

/** Those of these calls that we have. */
export function listOurCalls(db: Database, callIds: readonly string[]): Promise<readonly OurCall[]> {
  return db.any(sql.type(OurCall)`${selectCalls} where calls.call_id = any(${sql.array([...callIds], "text")})`);
}

/**
 * Our calls that started in an hour and are not among these. Test data is left out, and so is what Convoso cannot be asked
 * for: a call without its id, or one of which nobody said when it started.
 */
export function listOtherCalls(
  db: Database,
  { startsAt, endsAt }: Hour,
  callIds: readonly string[],
): Promise<readonly OurCall[]> {
  return db.any(sql.type(OurCall)`
    ${selectCalls}
    left join unnest(${sql.array([...callIds], "text")}) as theirs (id) on theirs.id = calls.call_id
    where occurred_at >= ${startsAt.toISOString()}::timestamptz and occurred_at < ${endsAt.toISOString()}::timestamptz
      and started_at is not null and not calls.is_test and calls.call_id not like 'derived:%' and theirs.id is null
    order by occurred_at`);
}

const CallId = z.object({ callId: z.string() });

/**
 * Those of these calls of which a person was erased, also where ours had no id: what Convoso still says of them must not
 * come back.
 */
export function listErasedCalls(db: Database, callIds: readonly string[]): Promise<readonly string[]> {
  return db.anyFirst(sql.type(CallId)`
    with theirs as (
      select unnest(${sql.array([...callIds], "text")}) as call_id
    ), known as (
      select call_id, call_id as key from theirs
      union all
      select call_id, our_call_id from theirs join ledger_pairs using (call_id)
    )
    select distinct known.call_id as "callId"
    from known
    join call_events on call_events.call_id = known.key
    where payload_erased_by = 'erasure'`);
}

const Erased = z.object({ digest: z.string(), at: z.date() });

/** The phones of people who were erased, as digests, and when the last certificate about each was issued. */
export function listErasedPhones(db: Database): Promise<readonly z.infer<typeof Erased>[]> {
  return db.any(sql.type(Erased)`
    select details ->> 'phone_digest' as digest, max(at) as at
    from audit_log
    where action = 'erase person' and details ->> 'kept' = '0' and details ? 'phone_digest'
    group by 1`);
}
