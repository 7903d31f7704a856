import assert from "node:assert/strict";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

/** Has a delivery received that is neither refused nor spooled. */
export async function receive(...args: Parameters<typeof rawDelivery>) {
  const received = await receiveDelivery(rawDelivery(...args));
  assert.ok(received.isStored);
  return received;
}

export const Row = z.record(z.string(), z.unknown());

/** What a table holds, the oldest first, as PostgreSQL names its columns. */
export async function rows(table: "calls" | "agents" | "contacts" | "pending_recordings") {
  return (await pool()).any(sql.type(Row)`select * from ${sql.identifier([table])} order by created_at, 1`);
}

/** The deliveries, in the order of receipt. */
export async function events() {
  return (await pool()).any(sql.type(Row)`select * from call_events order by id`);
}

/** The jobs that wait, by their keys. */
export async function jobs() {
  return (await pool()).any(sql.type(Row)`
    select key, run_at, task_identifier from graphile_worker.jobs order by key`);
}

/** A call with all that a search for its recording needs. */
export const CALL = {
  call_id: "9001",
  lead_id: "501",
  agent_id: "77",
  agent_name: "Dana Reyes",
  phone_number: "2135550123",
  campaign: "Medicare TX",
  disposition: "SALE",
  duration: "120",
  started_at: "2026-03-02 10:00:00",
};
