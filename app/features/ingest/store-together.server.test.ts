import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { lockNames } from "#app/db/ingest/bulk-rows.server.ts";
import { NO_FIELD_MAPS } from "#app/features/ingest/field-maps.server.ts";
import { readDelivery } from "#app/features/ingest/read-delivery.server.ts";
import { storeTogether } from "#app/features/ingest/store-together.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();

const store = (callId: string) => storeTogether(readDelivery(rawDelivery("call", { call_id: callId }), NO_FIELD_MAPS));
const Transactions = z.object({ count: z.number() });
const countTransactions = (callIds: string) =>
  db.oneFirst(sql.type(Transactions)`
    select count(distinct xmin::text) as count from calls where call_id like ${callIds}`);

test("deliveries that arrive during a transaction are stored together in the next one", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, n) => store(`together-${n}`)));
  assert.equal(await countTransactions("together-%"), 2);
});

test("a crowd does not wait for the transaction under way", async () => {
  await Promise.all(Array.from({ length: 150 }, (_, n) => store(`crowd-${n}`)));
  assert.equal(await countTransactions("crowd-%"), 3);
});

test("behind a delivery that waits for a lock the others are stored all the same, however few", async () => {
  let isHeld = true;
  let held: Promise<unknown> | undefined;
  await db.transaction(async (holder) => {
    await lockNames(holder, ["call:held"]);
    held = store("held").then(() => assert.equal(isHeld, false));
    await store("free");
    isHeld = false;
  });
  await held;
});
