import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { isHeldCall, isHeldDelivery, isHeldLead } from "#app/db/keeping/held-rows.server.ts";
import { lockKeeping } from "#app/db/keeping/lock-keeping.server.ts";
import { listRules, type RetentionRule } from "#app/db/keeping/retention-rules.server.ts";
import { isKeptCall } from "#app/db/keeping/rule-sql.server.ts";
import { idAt } from "#app/lib/event-id.server.ts";

const Counts = z.object({ events: z.number(), calls: z.number(), contacts: z.number(), agents: z.number() });

/** How many rows of each table. */
export type TestDataCounts = z.infer<typeof Counts>;

// A lead or agent that a real call points to is not test data any more, however it was made.
const clearableContacts = sql.fragment`
  is_test and not ${isHeldLead}
  and not exists (select from calls where calls.contact_id = contacts.id and not calls.is_test)`;
const clearableAgents = sql.fragment`
  is_test and not exists (
    select from calls where calls.agent_id = agents.id and (not calls.is_test or ${isHeldCall}))`;
/** A call goes with its recordings, so it stays while a rule keeps one. */
const clearableCalls = (rules: readonly RetentionRule[]) => sql.fragment`
  is_test and not ${isHeldCall} and not ${isKeptCall(rules)}`;
const clearableEvents = sql.fragment`is_test and not ${isHeldDelivery}`;

/** What {@link deleteTestData} would delete. */
export async function countTestData(db: Database): Promise<TestDataCounts> {
  const rules = await listRules(db);
  return db.one(sql.type(Counts)`
    select
      (select count(*) from call_events where ${clearableEvents}) as events,
      (select count(*) from calls where ${clearableCalls(rules)}) as calls,
      (select count(*) from contacts where ${clearableContacts}) as contacts,
      (select count(*) from agents where ${clearableAgents}) as agents`);
}

/**
 * Deletes all test data and the searches for its recordings, or what of it nothing has touched since `before`, in the
 * caller's transaction. What is on hold stays, and a call of which a retention rule keeps a recording.
 * @returns what went
 */
export async function deleteTestData(db: Database, before?: Date): Promise<TestDataCounts> {
  await lockKeeping(db, { change: false });
  const rules = await listRules(db);
  const isOld = before ? sql.fragment`and updated_at < ${before.toISOString()}::timestamptz` : sql.fragment``;
  const cameBefore = before ? sql.fragment`and id < ${idAt(before)}::uuid` : sql.fragment``;
  const contacts = await db.query(sql.unsafe`delete from contacts where ${clearableContacts} ${isOld}`);
  const agents = await db.query(sql.unsafe`delete from agents where ${clearableAgents} ${isOld}`);
  const calls = await db.query(sql.unsafe`delete from calls where ${clearableCalls(rules)} ${isOld}`);
  const reported = before ? sql.fragment`and event_id < ${idAt(before)}::uuid` : sql.fragment``;
  await db.query(sql.unsafe`
    delete from call_event_problems
    where is_test ${reported}
      and not exists (select from call_events where call_events.id = event_id and ${isHeldDelivery})`);
  const events = await db.query(sql.unsafe`delete from call_events where ${clearableEvents} ${cameBefore}`);
  return { events: events.rowCount, calls: calls.rowCount, contacts: contacts.rowCount, agents: agents.rowCount };
}
