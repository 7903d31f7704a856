import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { findEvent, listEvents } from "#app/db/deliveries/call-events.server.ts";
import { countProblems } from "#app/db/deliveries/problem-counts.server.ts";
import { deleteTestData } from "#app/db/erasure/test-data.server.ts";
import { readAttention } from "#app/features/overview/read-attention.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { admin } from "#test/erasing.ts";
import { assertCheap } from "#test/explaining.ts";
import { rawDelivery } from "#test/raw-delivery.ts";
import { events, receive } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
beforeEach(async () => {
  await emptyTables();
  await owner().query(sql.unsafe`truncate call_event_problems`);
});

const hourAgo = () => new Date(Date.now() - 3_600_000);
const UNFILLED = { call_log_id: "{{call_log_id}}", lead_id: "L1", status: "SALE", length_in_sec: 300 };
const FINE = { call_log_id: "1", lead_id: "L1", status: "SALE", length_in_sec: 300 };
const idsOf = async (code: string) => {
  const search = [{ field: "problem", operator: ":" as const, value: code, isNot: false }];
  return (await listEvents(db, { search })).rows.map(({ id }) => id);
};
const codesIn = () =>
  db.anyFirst(sql.type(z.object({ code: z.string() }))`select code from call_event_problems order by code`);

test("a delivery with a problem is found and counted by its code, whether it is stored alone or with others", async () => {
  await receive("call", FINE);
  await receive("call", UNFILLED);
  const deliveries = Array.from({ length: 20 }, (_, index) =>
    rawDelivery("call", index % 2 ? { ...UNFILLED, lead_id: `L${index}` } : { ...FINE, call_log_id: `c${index}` }),
  );
  await Promise.all(deliveries.map(receiveDelivery));
  const counts = await countProblems(db, hourAgo());
  assert.deepEqual(
    counts.find(({ code }) => code === "placeholder"),
    { code: "placeholder", count: 11 },
  );
  assert.equal((await idsOf("placeholder")).length, 11);
  assert.deepEqual(await idsOf("not-date"), []);
  assert.equal((await listEvents(db, { problem: "placeholder" })).rows.length, 11);
});

test("the delivery keeps the code, key, value, what was made of it and the words, and a viewer gets code and key", async () => {
  await receive("call", { ...FINE, phone_number: "239-555-0141 (cell)" });
  const [stored] = await events();
  const event = await findEvent(db, String(stored?.id));
  assert.ok(event);
  const [problem] = event.problems as Record<string, unknown>[];
  assert.deepEqual(Object.keys(problem ?? {}).sort(), ["code", "key", "made", "message", "value"]);
  assert.equal(problem?.value, "239-555-0141 (cell)");
  const masked = shownTo({ ...admin, role: "viewer" }).event(event);
  assert.deepEqual(masked.problems, [{ code: problem?.code, key: "phone_number" }]);
});

test("a replay says again which problems a delivery has", async () => {
  await receive("call", UNFILLED);
  const [event] = await events();
  await db.query(sql.unsafe`update call_event_problems set code = 'not-date'`);
  await db.query(sql.unsafe`update call_events set outcome = 'failed'`);
  await replayDelivery(db, String(event?.id), null);
  assert.deepEqual(await codesIn(), ["placeholder"]);
  await replayDelivery(db, String(event?.id), null);
  assert.deepEqual(await codesIn(), ["placeholder"]);
});

test("problems of test data are not counted, and go with it", async () => {
  await receive("call", UNFILLED, { isTest: true });
  await receive("call", { ...UNFILLED, lead_id: "L2" });
  assert.deepEqual(await countProblems(db, hourAgo()), [{ code: "placeholder", count: 1 }]);
  await deleteTestData(db);
  assert.deepEqual(await codesIn(), ["placeholder"]);
});

test("many unfilled placeholders need attention", async () => {
  for (let lead = 0; lead < 6; lead++) await receive("call", { ...UNFILLED, lead_id: `L${lead}` });
  const { attention } = await readAttention(db, new Date());
  assert.equal(attention.faults.unfilled, 6);
});

test("counting reads no more of a frequent problem than it says, and no delivery at all", async () => {
  await db.query(sql.unsafe`
    insert into call_event_problems (code, event_id, is_test)
    select 'phone-unread', (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '70008' || lpad(n::text, 15, '0'))::uuid, false
    from generate_series(1, 60000) as n`);
  await owner().query(sql.unsafe`analyze call_event_problems`);
  await assertCheap(db, "problems", (watched) => countProblems(watched, hourAgo()), 25_000);
  assert.deepEqual(await countProblems(db, hourAgo()), [{ code: "phone-unread", count: 10_000 }]);
});
