import assert from "node:assert/strict";
import { test } from "node:test";
import { pool } from "#app/db/connection/pool.server.ts";
import { findEvent } from "#app/db/deliveries/call-events.server.ts";
import { listOtherTries } from "#app/db/deliveries/other-tries.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();

async function deliver(callId: string, requestId: string | null): Promise<string> {
  const raw = rawDelivery("call", { call_id: callId, duration: 5 });
  if (requestId) raw.headers.set("x-request-id", requestId);
  await receiveDelivery(raw);
  return raw.eventId;
}

test("the tries of one request know each other, and nothing else that is about the same call", async () => {
  const db = await pool();
  const first = await deliver("c1", "request-1");
  const second = await deliver("c1", "request-1");
  const other = await deliver("c1", "request-2");
  const without = await deliver("c1", null);
  const triesOf = async (id: string) => {
    const event = await findEvent(db, id);
    assert.ok(event);
    return listOtherTries(db, event);
  };
  assert.deepEqual(await triesOf(first), [second]);
  assert.deepEqual(await triesOf(second), [first]);
  assert.deepEqual(await triesOf(other), []);
  assert.deepEqual(await triesOf(without), []);
});
