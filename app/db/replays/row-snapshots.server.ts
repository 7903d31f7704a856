import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { JOB_KEY_PREFIXES } from "#app/lib/job-keys.ts";

/** Rows that deliveries may change, and the jobs that may be queued for them, by their keys. */
export type RowKeys = { callIds: string[]; contactIds: number[]; agentIds: number[]; eventIds: string[] };

export const RowSnapshot = z.object({
  table: z.enum(["calls", "contacts", "agents", "pending_recordings", "call_events", "jobs"]),
  key: z.string(),
  row: z.record(z.string(), z.unknown()),
});
export type RowSnapshot = z.infer<typeof RowSnapshot>;

/** The rows as they are now, in the eyes of the caller's transaction, without what every write changes. */
export function listRowSnapshots(db: Database, keys: RowKeys): Promise<readonly RowSnapshot[]> {
  const callIds = sql.array(keys.callIds, "text");
  return db.any(sql.type(RowSnapshot)`
    select 'calls' as table, call_id as key, to_jsonb(calls) - array['updated_at', 'recording_given_up'] as row
    from calls where call_id = any(${callIds})
    union all
    select 'contacts', id::text, to_jsonb(contacts) - array['updated_at', 'phone_key', 'match_key']
    from contacts where id = any(${sql.array(keys.contactIds, "int8")})
    union all
    select 'agents', id::text, to_jsonb(agents) - array['updated_at', 'created_at']
    from agents where id = any(${sql.array(keys.agentIds, "int8")})
    union all
    select 'pending_recordings', call_id, jsonb_build_object('state', state, 'next_try_at', next_try_at)
    from pending_recordings where call_id = any(${callIds})
    union all
    select 'call_events', id::text, jsonb_build_object(
      'outcome', outcome, 'kind', kind, 'is_misrouted', is_misrouted, 'error', error, 'hint', hint,
      'call_id', call_id, 'contact_id', contact_id, 'agent_id', agent_id)
    from call_events where id = any(${sql.array(keys.eventIds, "uuid")})
    union all
    select 'jobs', key, jsonb_build_object('task', task_identifier, 'run_at', run_at)
    from graphile_worker.jobs
    where key = any(array(select ${JOB_KEY_PREFIXES.fetch_recording} || call_id from unnest(${callIds}) as call_id))`);
}

const Links = z.object({ contactId: z.number().nullable(), agentId: z.number().nullable() });

/** The lead and agent that each of these calls has now. */
export function listLinksOfCalls(db: Database, callIds: readonly string[]): Promise<readonly z.infer<typeof Links>[]> {
  return db.any(sql.type(Links)`
    select contact_id as "contactId", agent_id as "agentId" from calls
    where call_id = any(${sql.array([...callIds], "text")})`);
}
