import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { type CallFilter, callConditions } from "#app/db/calls/call-filter.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type Conditions, where } from "#app/db/lists/where.server.ts";

/** A hold: what is under it may not be deleted until it ends. `query`: the search of calls it was placed over. */
export const Hold = z.object({
  id: z.number(),
  name: z.string(),
  reason: z.string(),
  query: z.string().nullable(),
  created_by: z.string(),
  created_at: z.date(),
  ended_by: z.string().nullable(),
  ended_at: z.date().nullable(),
});
export type Hold = z.infer<typeof Hold>;

/** What is put on hold: calls, all calls of a list, or a lead with all its calls, also those to come. */
export type HoldTarget = { callIds: readonly string[] } | { filter: CallFilter } | { contactId: number };

const columns = sql.fragment`
  holds.id, holds.name, holds.reason, holds.query, holds.created_by, holds.created_at, holds.ended_by, holds.ended_at`;
const Id = z.object({ id: z.number() });

/** @returns the hold's number; null where one that has not ended has this name */
export function insertHold(
  db: Database,
  { name, reason, query, createdBy }: { name: string; reason: string; query: string | null; createdBy: string },
): Promise<number | null> {
  return db.maybeOneFirst(sql.type(Id)`
    insert into holds (name, reason, query, created_by) values (${name}, ${reason}, ${query}, ${createdBy})
    on conflict do nothing
    returning id`);
}

/** The open hold of this name, in any letter case; null where there is none. */
export function findOpenHold(db: Database, name: string): Promise<Hold | null> {
  return db.maybeOne(sql.type(Hold)`
    select ${columns} from holds where lower(name) = lower(${name}) and ended_at is null`);
}

function chosenCalls(target: Exclude<HoldTarget, { contactId: number }>): Conditions {
  if ("filter" in target) return callConditions(target.filter);
  return [sql.fragment`calls.call_id = any(${sql.array([...target.callIds], "text")})`];
}

/** Puts calls or a lead under a hold, in the caller's transaction. @returns how many calls or leads it did not have yet */
export async function insertHeld(transaction: Database, holdId: number, target: HoldTarget): Promise<number> {
  if ("contactId" in target) {
    const { rowCount } = await transaction.query(sql.unsafe`
      insert into hold_leads (hold_id, contact_id) select ${holdId}, id from contacts where id = ${target.contactId}
      on conflict do nothing`);
    return rowCount;
  }
  const { rowCount } = await transaction.query(sql.unsafe`
    insert into hold_calls (hold_id, call_id) select ${holdId}, calls.call_id from calls ${where(...chosenCalls(target))}
    on conflict do nothing`);
  return rowCount;
}

/** @returns whether it had not ended before */
export async function endHoldRow(db: Database, id: number, by: string): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update holds set ended_at = now(), ended_by = ${by} where id = ${id} and ended_at is null`);
  return rowCount === 1;
}

const callsOfHold = (id: FragmentSqlToken) => sql.fragment`
  select call_id from hold_calls where hold_id = ${id}
  union
  select call_id from hold_leads join calls using (contact_id) where hold_id = ${id}`;

const CountedHold = Hold.extend({ calls: z.number(), leads: z.number(), recordings: z.number(), bytes: z.number() });
/** A hold with how many calls it has, those of its leads included, and what of them is in the archive. */
export type CountedHold = z.infer<typeof CountedHold>;

const counted = sql.fragment`
  select ${columns}, (select count(*) from hold_leads where hold_id = holds.id) as leads, held.*
  from holds
  cross join lateral (
    select count(distinct under.call_id) as calls, count(archived_recordings.id) as recordings,
      coalesce(sum(archived_recordings.bytes), 0)::int8 as bytes
    from (${callsOfHold(sql.fragment`holds.id`)}) as under
    left join archived_recordings
      on archived_recordings.call_id = under.call_id and archived_recordings.state = 'archived'
  ) as held`;

/** All holds, those that have not ended first, then the latest. */
export function listHolds(db: Database): Promise<readonly CountedHold[]> {
  return db.any(sql.type(CountedHold)`${counted} order by ended_at is not null, holds.id desc limit 200`);
}

export function findHold(db: Database, id: number): Promise<CountedHold | null> {
  return db.maybeOne(sql.type(CountedHold)`${counted} where holds.id = ${id}`);
}

/** The holds that a call is under now. */
export function listHoldsOfCall(db: Database, callId: string): Promise<readonly Hold[]> {
  return db.any(sql.type(Hold)`
    select ${columns} from holds
    where id in (select hold_id from held_calls where call_id = ${callId})
    order by id`);
}

/** The holds that keep a lead, itself or a call of it. */
export function listHoldsOfLead(db: Database, contactId: number): Promise<readonly Hold[]> {
  return db.any(sql.type(Hold)`
    select ${columns} from holds
    where id in (select hold_id from held_leads where contact_id = ${contactId})
    order by id`);
}

const Name = z.object({ name: z.string() });

/** The names of the holds that have not ended. */
export function listOpenHoldNames(db: Database): Promise<readonly string[]> {
  return db.anyFirst(sql.type(Name)`select name from holds where ended_at is null order by name limit 200`);
}

const Count = z.object({ count: z.number() });

/** How many calls would come under a hold; of a lead 1, or 0 where there is no such lead. */
export function countHoldable(db: Database, target: HoldTarget): Promise<number> {
  if ("contactId" in target) {
    return db.oneFirst(sql.type(Count)`select count(*) as count from contacts where id = ${target.contactId}`);
  }
  return db.oneFirst(sql.type(Count)`select count(*) as count from calls ${where(...chosenCalls(target))}`);
}

const HeldCall = z.object({ call_id: z.string(), occurred_at: z.date(), recordings: z.number() });

/** The latest calls under a hold, with how many recordings the archive has of each. */
export function listHeldCalls(db: Database, id: number, most: number): Promise<readonly z.infer<typeof HeldCall>[]> {
  return db.any(sql.type(HeldCall)`
    select call_id, occurred_at,
      (select count(*) from archived_recordings where archived_recordings.call_id = calls.call_id and state = 'archived')
        as recordings
    from calls
    where call_id in (${callsOfHold(sql.fragment`${id}`)})
    order by occurred_at desc, call_id
    limit ${most}`);
}

const HeldLead = z.object({ contact_id: z.number(), name: z.string().nullable() });

/** Leads that were put under a hold. */
export function listHeldLeads(db: Database, id: number, most: number): Promise<readonly z.infer<typeof HeldLead>[]> {
  return db.any(sql.type(HeldLead)`
    select contact_id, nullif(concat_ws(' ', first_name, last_name), '') as name
    from hold_leads join contacts on contacts.id = contact_id
    where hold_id = ${id}
    order by contact_id
    limit ${most}`);
}
