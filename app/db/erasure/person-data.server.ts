import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** So many calls and deliveries of one lead, the latest, are handed out; more than a person can have. */
const MOST = 10_000;

const Rows = z.array(z.record(z.string(), z.unknown()));

/** Everything that tables hold about a lead. Links of recordings are left out: they open without signing in. */
export const PersonData = z.object({
  lead: z.record(z.string(), z.unknown()),
  /** Phones and e-mail addresses that it had besides. */
  earlier: z.array(z.string()),
  /** Our numbers of other leads with the same phone. */
  samePhone: z.array(z.number()),
  calls: Rows,
  deliveries: Rows,
  recordings: Rows,
  notes: Rows,
  portal: Rows,
});
export type PersonData = z.infer<typeof PersonData>;

/** Null where there is no such lead. Each part is found by an index. */
export function findPersonData(db: Database, contactId: number): Promise<PersonData | null> {
  const list = (rows: ReturnType<typeof sql.fragment>) =>
    sql.fragment`coalesce((select jsonb_agg(item) from (${rows}) as item), '[]')`;
  return db.maybeOne(sql.type(PersonData)`
    with own_calls as materialized (
      select * from calls where contact_id = ${contactId} order by occurred_at desc, call_id desc limit ${MOST}
    ), own_deliveries as materialized (
      select * from (
        select * from call_events where contact_id = ${contactId}
        union
        select * from call_events where contact_id is null and call_id = any(array(select call_id from own_calls))
      ) as event order by id desc limit ${MOST}
    )
    select
      to_jsonb(contacts) - '{phone_key,last_event_id,field_events,looks_like_several}'::text[] as lead,
      array(select alias from contact_aliases where contact_id = contacts.id order by id) as earlier,
      array(
        select other.id from contacts as other
        where other.phone_key = contacts.phone_key and other.id <> contacts.id order by other.id limit 100
      ) as "samePhone",
      ${list(sql.fragment`
        select agents.name as agent_name, own.*
        from (
          select call_id, occurred_at, started_at, ended_at, duration_seconds, direction, campaign, campaign_id, list_id, queue,
            disposition, disposition_name, term_reason, agent_comment, lead_id, phone_number, phone_e164, caller_id,
            recording_url is not null as has_recording, extra, is_test, agent_id
          from own_calls
        ) as own left join agents on agents.id = own.agent_id order by occurred_at`)} as calls,
      ${list(sql.fragment`
        select id, received_at, endpoint, kind, outcome, source_address, content_type, query, text_of_body(body) as body,
          payload_erased_at, call_id
        from own_deliveries order by id`)} as deliveries,
      ${list(sql.fragment`
        select call_id, place, state, content_type, seconds, bytes, copied_at
        from archived_recordings where call_id = any(array(select call_id from own_calls)) order by call_at, place`)} as recordings,
      ${list(sql.fragment`
        select call_id, text, author, created_at
        from notes
        where contact_id = ${contactId} or call_id = any(array(select call_id from own_calls))
        order by created_at`)} as notes,
      ${list(sql.fragment`
        select at, actor, action, target
        from audit_log
        where target = ${String(contactId)} and action in ('reveal lead', 'export person', 'split lead', 'join leads', 'keep lead whole')
          or target = any(array(select call_id from own_calls))
            and action in ('play recording', 'reveal call', 'hand over recording')
        order by at`)} as portal
    from contacts where id = ${contactId}`);
}
