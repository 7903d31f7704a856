import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { StoredEvent, storedColumns } from "#app/db/deliveries/stored-events.server.ts";

/**
 * A lead as it stands, with every number that its calls have. `aliases`: numbers and addresses that it had before, also where
 * retention has blanked what said so. `extras`: what it and its calls have no column for.
 */
const Lead = z.object({
  id: z.number(),
  lead_id: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  phone_number: z.string().nullable(),
  phone_e164: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  call_phones: z.array(z.string()),
  call_lead_ids: z.array(z.string()),
  aliases: z.array(z.string()),
  extras: z.array(z.record(z.string(), z.unknown())),
  calls: z.number(),
  deliveries: z.number(),
});
export type Lead = z.infer<typeof Lead>;

/** These leads, in any order. */
export function listLeads(db: Database, ids: readonly number[]): Promise<readonly Lead[]> {
  return db.any(sql.type(Lead)`
    select id, lead_id, first_name, last_name, phone_number, phone_e164, email, address,
      array(select distinct phone from calls cross join lateral (values (phone_e164), (phone_number)) as one (phone)
        where contact_id = contacts.id and phone is not null) as call_phones,
      array(select distinct lead_id from calls where contact_id = contacts.id and lead_id is not null) as call_lead_ids,
      array(select alias from contact_aliases where contact_id = contacts.id order by alias) as aliases,
      (select jsonb_agg(one) from (
        select contacts.extra as one union all
        select distinct calls.extra from calls where contact_id = contacts.id and calls.extra <> '{}') as extras) as extras,
      (select count(*) from calls where contact_id = contacts.id) as calls,
      (select count(*) from call_events where contact_id = contacts.id) as deliveries
    from contacts
    where id = any(${sql.array([...ids], "int8")})`);
}

/** Of so many of its deliveries, the latest, a lead is read once more. */
const MOST_READ = 2000;

/** What was sent about a lead, the latest first. */
export function listPayloadsOf(db: Database, contactId: number): Promise<readonly StoredEvent[]> {
  return db.any(sql.type(StoredEvent)`
    select ${storedColumns}
    from call_events
    where contact_id = ${contactId} and body is not null
    order by id desc
    limit ${MOST_READ}`);
}
