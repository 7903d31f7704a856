import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** Whether a row of `calls` is on hold. */
export const isHeldCall = sql.fragment`exists (select from held_calls where held_calls.call_id = calls.call_id)`;

/** Whether a row of `contacts` is on hold, itself or for a call of it. */
export const isHeldLead = sql.fragment`exists (select from held_leads where held_leads.contact_id = contacts.id)`;

/** Whether a row of `call_events` is about a call or lead on hold, or is the list in which such a one came. */
export const isHeldDelivery = sql.fragment`(
  exists (select from held_calls where held_calls.call_id = call_events.call_id)
  or (call_events.call_id is null
    and exists (select from held_leads where held_leads.contact_id = call_events.contact_id))
  or exists (
    select from call_events as part
    where part.part_of = call_events.id and (
      exists (select from held_calls where held_calls.call_id = part.call_id)
      or (part.call_id is null and exists (select from held_leads where held_leads.contact_id = part.contact_id)))))`;

/** Rows by their keys. `holdIds`: holds, whose own words stay while they hold. */
export type RowKeys = {
  contactIds: readonly number[];
  callIds: readonly string[];
  eventIds: readonly string[];
  holdIds?: readonly number[];
};

const Held = z.object({
  contactIds: z.array(z.number()),
  callIds: z.array(z.string()),
  eventIds: z.array(z.string()),
  holdIds: z.array(z.number()),
});
/** Of some rows, those on hold, and the holds that have not ended. */
export type HeldRows = z.infer<typeof Held>;

/** Which of these rows are on hold. */
export function findHeldRows(
  db: Database,
  { contactIds, callIds, eventIds, holdIds = [] }: RowKeys,
): Promise<HeldRows> {
  return db.one(sql.type(Held)`
    select
      array(select id from contacts where id = any(${sql.array([...contactIds], "int8")}) and ${isHeldLead})
        as "contactIds",
      array(select call_id from calls where call_id = any(${sql.array([...callIds], "text")}) and ${isHeldCall})
        as "callIds",
      array(select id::text from call_events where id = any(${sql.array([...eventIds], "uuid")}) and ${isHeldDelivery})
        as "eventIds",
      array(select id from holds where id = any(${sql.array([...holdIds], "int8")}) and ended_at is null) as "holdIds"`);
}

const Name = z.object({ name: z.string() });

/** The names of the holds that keep these rows. */
export async function listHoldNames(db: Database, { contactIds, callIds, eventIds, holdIds }: HeldRows) {
  const events = sql.array([...eventIds], "uuid");
  const names = await db.anyFirst(sql.type(Name)`
    with event as (
      select call_id, contact_id from call_events where id = any(${events}) or part_of = any(${events})
    )
    select name from holds
    where id = any(${sql.array([...holdIds], "int8")})
      or id in (
        select hold_id from held_calls
        where call_id = any(${sql.array([...callIds], "text")}) or call_id in (select call_id from event))
      or id in (
        select hold_id from held_leads
        where contact_id = any(${sql.array([...contactIds], "int8")})
          or contact_id in (select contact_id from event where call_id is null))
    order by name`);
  return [...names];
}
