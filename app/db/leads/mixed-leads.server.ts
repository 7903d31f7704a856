import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

// Leads of which it is doubtful who they are, and what an admin needs to sort them.

const LeadName = z.object({
  id: z.number(),
  lead_id: z.string().nullable(),
  match_key: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  phone_number: z.string().nullable(),
  email: z.string().nullable(),
});
export type LeadName = z.infer<typeof LeadName>;

const columns = sql.fragment`id, lead_id, match_key, first_name, last_name, phone_number, email`;

/** The newest 100 leads whose deliveries named several people. */
export function listMixedLeads(db: Database): Promise<readonly LeadName[]> {
  return db.any(sql.type(LeadName)`
    select ${columns} from contacts where looks_like_several order by created_at desc, id desc limit 100`);
}

const Double = LeadName.extend({ other_id: z.number(), other_name: z.string() });

/** Of the newest 5,000 leads the first 100 that have the number of an earlier one, with that one. */
export function listDoubleLeads(db: Database): Promise<readonly z.infer<typeof Double>[]> {
  return db.any(sql.type(Double)`
    select newest.*, earlier.other_id, earlier.other_name
    from (select ${columns}, phone_key from contacts order by created_at desc, id desc limit 5000) as newest
    cross join lateral (
      select id as other_id, concat_ws(' ', first_name, last_name) as other_name
      from contacts
      where contacts.phone_key = newest.phone_key and contacts.id < newest.id and length(newest.phone_key) > 6
      order by id
      limit 1
    ) as earlier
    limit 100`);
}

/** These leads that exist. */
export function listLeadNames(db: Database, ids: readonly number[]): Promise<readonly LeadName[]> {
  return db.any(sql.type(LeadName)`
    select ${columns} from contacts where id = any(${sql.array([...ids], "int8")}) order by id`);
}

/** A lead by our number ("#12" or "12") or Convoso's id; null where there is none. */
export function findLeadNamed(db: Database, text: string): Promise<LeadName | null> {
  const ours = /^#?(\d{1,15})$/.exec(text)?.[1] ?? "-1";
  return db.maybeOne(sql.type(LeadName)`
    select ${columns} from contacts
    where lead_id = ${text} or id = ${ours}::int8
    order by lead_id is not distinct from ${text} desc
    limit 1`);
}

const Id = z.object({ id: z.number() });

/** The leads that a key may mean. */
export async function listContactIdsOfKey(db: Database, key: string): Promise<number[]> {
  const [kind = "", value = ""] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
  const ids = await db.anyFirst(sql.type(Id)`
    select id from contacts where match_key = ${key}
    union select id from contacts where lead_id = ${kind === "lead" ? value : null}
    union select id from contacts where phone_key = ${kind === "phone" ? value : null}
    limit 100`);
  return [...ids];
}

const About = z.object({ id: z.uuid(), has_body: z.boolean() });

/** The deliveries about these leads that were applied, oldest first, at most `limit`. */
export function listDeliveriesOfLeads(
  db: Database,
  contactIds: readonly number[],
  limit: number,
): Promise<readonly z.infer<typeof About>[]> {
  return db.any(sql.type(About)`
    select id, body is not null as has_body
    from call_events
    where contact_id = any(${sql.array([...contactIds], "int8")}) and outcome in ('processed', 'duplicate')
    order by id
    limit ${limit}`);
}

/** Deletes leads, to be rebuilt from their deliveries. */
export async function deleteLeads(db: Database, ids: readonly number[]): Promise<void> {
  await db.query(sql.unsafe`delete from contacts where id = any(${sql.array([...ids], "int8")})`);
}

/** Says that a lead is one person, whatever names its deliveries have. */
export async function updateIsOnePerson(db: Database, id: number): Promise<void> {
  await db.query(sql.unsafe`update contacts set looks_like_several = false where id = ${id}`);
}
