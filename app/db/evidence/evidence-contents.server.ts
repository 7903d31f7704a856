import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** A recording of a set with what the manifest says of it. `sha256` in hex. */
export const EvidenceItem = z.object({
  place: z.number(),
  store: z.string(),
  key: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  content_type: z.string().nullable(),
  seconds: z.number().nullable(),
  call_id: z.string(),
  recording: z.number(),
  occurred_at: z.date(),
  started_at: z.date().nullable(),
  ended_at: z.date().nullable(),
  duration_seconds: z.number().nullable(),
  direction: z.string().nullable(),
  campaign: z.string().nullable(),
  list_id: z.string().nullable(),
  disposition: z.string().nullable(),
  disposition_name: z.string().nullable(),
  phone: z.string().nullable(),
  lead_number: z.number().nullable(),
  lead_id: z.string().nullable(),
  lead_name: z.string().nullable(),
  agent_id: z.string().nullable(),
  agent_name: z.string().nullable(),
  found_at: z.date(),
  copied_at: z.date().nullable(),
  verified_at: z.date().nullable(),
});
export type EvidenceItem = z.infer<typeof EvidenceItem>;

/** The recordings of a set whose bytes were compared and are still there, in order. */
export function listEvidenceItems(db: Database, setId: number): Promise<readonly EvidenceItem[]> {
  return db.any(sql.type(EvidenceItem)`
    select evidence_recordings.place, store, key, bytes, encode(sha256, 'hex') as sha256, content_type, seconds,
      calls.call_id, archived_recordings.place as recording, calls.occurred_at, calls.started_at, calls.ended_at,
      calls.duration_seconds, calls.direction, calls.campaign, calls.list_id, calls.disposition, calls.disposition_name,
      coalesce(calls.phone_e164, calls.phone_number) as phone, calls.contact_id as lead_number,
      coalesce(contacts.lead_id, calls.lead_id) as lead_id,
      nullif(concat_ws(' ', contacts.first_name, contacts.last_name), '') as lead_name,
      agents.agent_id, agents.name as agent_name, found_at, copied_at, verified_at
    from evidence_recordings
    join archived_recordings on archived_recordings.id = recording_id
    join calls on calls.call_id = archived_recordings.call_id
    left join contacts on contacts.id = calls.contact_id
    left join agents on agents.id = calls.agent_id
    where set_id = ${setId} and result = 'verified' and archived_recordings.state = 'archived'
    order by evidence_recordings.place`);
}

const LeftOut = z.object({
  call_id: z.string(),
  recording: z.number(),
  occurred_at: z.date(),
  state: z.string(),
  reason: z.string().nullable(),
});
/** A recording that a set should have and does not. */
export type LeftOut = z.infer<typeof LeftOut>;

/** The recordings of the calls of a set that are not handed over, in order. "late": copied only since the set was prepared. */
export function listLeftOut(db: Database, setId: number): Promise<readonly LeftOut[]> {
  return db.any(sql.type(LeftOut)`
    select calls.call_id, archived_recordings.place as recording, calls.occurred_at,
      case when archived_recordings.state <> 'archived' then archived_recordings.state
        when result = 'missing' then 'late' else result end as state, reason
    from evidence_recordings
    join archived_recordings on archived_recordings.id = recording_id
    join calls on calls.call_id = archived_recordings.call_id
    where set_id = ${setId} and (result <> 'verified' or archived_recordings.state <> 'archived')
    order by evidence_recordings.place`);
}

const Delivery = z.object({ id: z.string(), call_id: z.string(), received_at: z.date(), bytes: z.number() });
export type EvidenceDelivery = z.infer<typeof Delivery>;

/** The deliveries about calls of a set whose bytes are still there; of a call that came in a list, the list. Each once. */
export function listEvidenceDeliveries(db: Database, setId: number): Promise<readonly EvidenceDelivery[]> {
  return db.any(sql.type(Delivery)`
    select distinct on (sent.id) sent.id::text as id, event.call_id, sent.received_at, octet_length(sent.body) as bytes
    from call_events as event
    join call_events as sent on sent.id = case when event.body is null then event.part_of else event.id end
    where event.call_id in (
        select call_id from evidence_recordings join archived_recordings on archived_recordings.id = recording_id
        where set_id = ${setId} and result = 'verified')
      and sent.body is not null
    order by sent.id`);
}

const Body = z.object({ body: z.instanceof(Uint8Array).nullable() });

/** The bytes of a delivery as they came; null where they are gone. */
export function findEvidenceBody(db: Database, id: string): Promise<Uint8Array | null> {
  return db.maybeOneFirst(sql.type(Body)`select body from call_events where id = ${id}::uuid`);
}

/** Notes in the audit log, for each call of a set, that its recording was handed over. */
export async function insertHandedOver(
  db: Database,
  setId: number,
  { actor, sourceAddress }: { actor: string; sourceAddress: string | null },
): Promise<void> {
  await db.query(sql.unsafe`
    insert into audit_log (actor, action, target, details, source_address)
    select distinct ${actor}, 'hand over recording', call_id, jsonb_build_object('set', ${setId}::int8), ${sourceAddress}::text
    from evidence_recordings join archived_recordings on archived_recordings.id = recording_id
    where set_id = ${setId} and result = 'verified'`);
}
