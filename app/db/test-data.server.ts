import { sql } from "slonik";
import { z } from "zod";
import { idAt } from "#app/db/event-id.server.ts";
import type { Database } from "#app/db/pool.server.ts";

const Counts = z.object({ events: z.number(), calls: z.number(), contacts: z.number(), agents: z.number() });

/** How many rows of each table. */
export type TestDataCounts = z.infer<typeof Counts>;

// A lead or agent that a real call points to is not test data any more, whoever made it.
const clearableContacts = sql.fragment`
  is_test and not exists (select from calls where calls.contact_id = contacts.id and not calls.is_test)`;
const clearableAgents = sql.fragment`
  is_test and not exists (select from calls where calls.agent_id = agents.id and not calls.is_test)`;

/** What {@link deleteTestData} would delete. */
export async function countTestData(db: Database): Promise<TestDataCounts> {
  return db.one(sql.type(Counts)`
    select
      (select count(*) from call_events where is_test) as events,
      (select count(*) from calls where is_test) as calls,
      (select count(*) from contacts where ${clearableContacts}) as contacts,
      (select count(*) from agents where ${clearableAgents}) as agents`);
}

/**
 * Deletes all test data and the searches for its recordings, or what of it nothing has touched since `before`.
 * @returns what went
 */
export async function deleteTestData(db: Database, before?: Date): Promise<TestDataCounts> {
  const isOld = before ? sql.fragment`and updated_at < ${before.toISOString()}::timestamptz` : sql.fragment``;
  const cameBefore = before ? sql.fragment`and id < ${idAt(before)}::uuid` : sql.fragment``;
  const contacts = await db.query(sql.unsafe`delete from contacts where ${clearableContacts} ${isOld}`);
  const agents = await db.query(sql.unsafe`delete from agents where ${clearableAgents} ${isOld}`);
  const calls = await db.query(sql.unsafe`delete from calls where is_test ${isOld}`);
  const events = await db.query(sql.unsafe`delete from call_events where is_test ${cameBefore}`);
  return { events: events.rowCount, calls: calls.rowCount, contacts: contacts.rowCount, agents: agents.rowCount };
}
