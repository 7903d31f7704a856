import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { sql } from "slonik";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBodies, readBody } from "#app/convoso/read-body.server.ts";
import { writeItem } from "#app/convoso/write-item.server.ts";
import { isDatabaseKnownAway, noteDatabaseAway } from "#app/db/connection/database-circuit.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { findEvent, listEvents } from "#app/db/deliveries/call-events.server.ts";
import { explainEvent } from "#app/features/deliveries/explain-event.server.ts";
import { traceChanges } from "#app/features/deliveries/trace-changes.server.ts";
import { rehearseReplay } from "#app/features/replays/rehearse.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { rehearseEdited, replayEdited } from "#app/features/replays/replay-edited.server.ts";
import { drainSpool } from "#app/features/spool/drain-spool.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { answerDelivery } from "#app/http/answer-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { admin, erase } from "#test/erasing.ts";
import { mendCalls, poisonCalls } from "#test/poison-calls.ts";
import { rawDelivery } from "#test/raw-delivery.ts";
import { events, jobs, receive, rows } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
beforeEach(() => emptyTables());

const ANN = {
  call_log_id: "1",
  lead_id: "L1",
  first_name: "Ann",
  phone_number: "239-555-0141",
  status: "SALE",
  length_in_sec: 300,
};
const BOB = {
  call_log_id: "2",
  lead_id: "L2",
  first_name: "Bob",
  phone_number: "239-555-0142",
  status: "NI",
  length_in_sec: 5,
};
const CYD = {
  call_log_id: "3",
  lead_id: "L3",
  first_name: "Cyd",
  phone_number: "239-555-0143",
  status: "A",
  length_in_sec: 0,
};
const LIST = [ANN, BOB, CYD];

/** The deliveries without the list itself, which keeps the body. */
async function parts() {
  return (await events()).filter(({ part_of }) => part_of !== null);
}

test("each call of a list is stored, as a delivery that names the list, and the list keeps the bytes", async () => {
  const received = await receive("call", LIST);
  const [list, ...each] = await events();
  assert.deepEqual([list?.outcome, list?.http_status, list?.part_of, list?.call_id], ["split", 200, null, null]);
  assert.equal(Buffer.from(list?.body as Uint8Array).toString(), JSON.stringify(LIST));
  assert.deepEqual(
    each.map(({ part_of, part, outcome, call_id }) => [part_of, part, outcome, call_id]),
    [1, 2, 3].map((part) => [list?.id, part, "processed", String(part)]),
  );
  assert.deepEqual(
    (await rows("calls")).map(({ disposition, duration_seconds }) => [disposition, duration_seconds]).sort(),
    [
      ["A", 0],
      ["NI", 5],
      ["SALE", 300],
    ],
  );
  assert.equal((await rows("contacts")).length, 3);
  assert.equal((await jobs()).length, 3);
  const answer = await answerDelivery(received).json();
  const { hint, ...others } = answer;
  const outcomes = { processed: 3 };
  assert.deepEqual(others, { success: true, ok: true, event_id: list?.id, outcome: "split", parts: 3, outcomes });
  assert.equal(hint, "A list of 3 calls or leads: 3 processed.");
});

test("a repeated list is a duplicate in each part, and one that is half new says so", async () => {
  await receive("call", LIST);
  const again = await receive("call", LIST);
  assert.deepEqual((await answerDelivery(again).json()).outcomes, { duplicate: 3 });
  const mixed = await receive("call", { results: [ANN, { ...BOB, status: "SALE" }, { weather: "fine" }] });
  const { success, outcomes } = await answerDelivery(mixed).json();
  assert.equal(success, true);
  assert.deepEqual(outcomes, { processed: 1, duplicate: 1, invalid: 1 });
  assert.equal((await rows("calls")).length, 3);
});

test("a list of leads makes a lead of each, and one in which nothing is understood is refused as a whole", async () => {
  await receive("lead", [
    { lead_id: "7", first_name: "Ann" },
    { lead_id: "8", first_name: "Bob" },
  ]);
  assert.deepEqual(
    (await rows("contacts")).map(({ lead_id }) => lead_id),
    ["7", "8"],
  );
  const response = answerDelivery(await receive("lead", [{ weather: "fine" }, { weather: "dull" }]));
  assert.equal(response.status, 422);
  const { success, outcomes } = await response.json();
  assert.deepEqual([success, outcomes], [false, { invalid: 2 }]);
});

test("a list of more than a thousand is refused, and one of a thousand is stored", async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ call_log_id: `m${index}`, status: "A" }));
  const response = answerDelivery(await receive("call", many(1001)));
  assert.equal(response.status, 400);
  assert.match((await response.json()).message, /1001/);
  assert.deepEqual((await answerDelivery(await receive("call", many(1000))).json()).outcomes, { processed: 1000 });
  assert.equal((await parts()).length, 1000);
});

test("a list that waits in the spool is stored whole, with the same parts however often it is stored", async () => {
  const raw = rawDelivery("call", LIST);
  noteDatabaseAway();
  const received = await receiveDelivery(raw);
  const response = answerDelivery(received);
  assert.equal(response.status, 202);
  const { outcome, parts: count } = await response.json();
  assert.deepEqual([outcome, count], ["spooled", 3]);
  while ((await events()).length === 0) await drainSpool();
  while (isDatabaseKnownAway()) await sleep(20);
  const stored = await events();
  assert.deepEqual(
    stored.map(({ outcome: each, http_status }) => [each, http_status]),
    [["split", 202], ...[1, 2, 3].map(() => ["processed", 202])],
  );
  await receiveDelivery(raw);
  assert.deepEqual(
    (await events()).map(({ id }) => id),
    stored.map(({ id }) => id),
  );
});

test("a part is explained, traced and replayed from its own bytes", async () => {
  await receive("call", LIST);
  const [, bob] = await parts();
  const event = await findEvent(db, String(bob?.id));
  assert.ok(event);
  assert.deepEqual(explainEvent(event, null)?.readings.find(({ key }) => key === "first_name")?.value, "Bob");
  assert.equal((await traceChanges(db, event)).find(({ what }) => what === "call")?.isNew, true);
  await db.query(sql.unsafe`delete from calls`);
  assert.deepEqual(await replayDelivery(db, event.id, null), { outcome: "processed", isChanged: true });
  assert.deepEqual(
    (await rows("calls")).map(({ call_id }) => call_id),
    ["2"],
  );
  assert.equal((await events()).length, 4);
});

test("replaying the list brings every part back, and a dry run says which rows that changes", async () => {
  await receive("call", LIST);
  const [list] = await events();
  await db.query(sql.unsafe`delete from calls`);
  const rehearsal = await rehearseReplay(db, [String(list?.id)]);
  assert.deepEqual(
    rehearsal?.rows
      .filter(({ table }) => table === "calls")
      .map(({ key, change }) => [key, change])
      .sort(),
    [
      ["1", "made"],
      ["2", "made"],
      ["3", "made"],
    ],
  );
  assert.deepEqual(rehearsal?.failedIds, []);
  assert.deepEqual(await replayDelivery(db, String(list?.id), null), { outcome: "split", isChanged: true });
  assert.equal((await rows("calls")).length, 3);
  assert.deepEqual(await replayDelivery(db, String(list?.id), null), { outcome: "split", isChanged: false });
  assert.equal((await events()).length, 4);
});

test("a body that was not understood is corrected into a list, and each part of the copy is stored", async () => {
  await receive("call", "{broken");
  const [broken] = await events();
  const original = await findEvent(db, String(broken?.id));
  assert.ok(original);
  const edit = { body: JSON.stringify(LIST), contentType: "application/json", query: "", isTest: false };
  assert.equal((await rehearseEdited(db, original, edit))?.changed, 1);
  const { outcome } = await replayEdited(db, original, edit, admin);
  assert.equal(outcome, "split");
  assert.equal((await rows("calls")).length, 3);
});

test("an erasure takes out the person of one part, and leaves the others", async () => {
  await receive("call", LIST);
  await erase("239-555-0142");
  const [list] = await events();
  assert.equal(list?.body, null);
  assert.deepEqual(
    (await parts()).map(({ body, contact_id }) => [body !== null, contact_id !== null]),
    [
      [true, true],
      [false, false],
      [true, true],
    ],
  );
  assert.deepEqual((await rows("contacts")).map(({ lead_id }) => lead_id).sort(), ["L1", "L3"]);
});

test("where one part cannot be applied all are filed as failed, and each can be applied alone", async () => {
  await poisonCalls(sql.fragment`new.call_id = '2'`);
  const response = answerDelivery(await receive("call", LIST));
  assert.deepEqual([response.status, (await response.json()).outcomes], [202, { failed: 3 }]);
  for (const { id } of await parts()) await replayDelivery(db, String(id), null);
  await mendCalls();
  assert.deepEqual(
    (await parts()).map(({ outcome }) => outcome),
    ["processed", "failed", "processed"],
  );
});

test("a search for a list finds its parts", async () => {
  await receive("call", LIST);
  const [list] = await events();
  const search = [{ field: "part_of", operator: ":" as const, value: String(list?.id), isNot: false }];
  assert.deepEqual(
    (await listEvents(db, { search })).rows.map(({ call_id }) => call_id),
    ["3", "2", "1"],
  );
});

test("what is read from a part's own bytes is what was read of it in the list, in every wrapping", () => {
  const text = fc.constantFrom("Ann", "O’Connor", "SALE", "a=1&b=2", "{{x}}", "", "null", "7", 'say "hi"', "Jos\u00e9");
  const item = fc.record(
    {
      call_log_id: fc.integer({ min: 1, max: 999 }).map(String),
      lead_id: text,
      first_name: text,
      phone_number: fc.constantFrom("239-555-0142", "(305) 555-0199", "N/A"),
      status: text,
      length_in_sec: fc.integer({ min: 0, max: 900 }),
      recording: fc.constantFrom([{ src: "https://rec.example.org/1.mp3" }], "https://rec.example.org/2.mp3"),
      "custom field": text,
      lead: fc.record({ email: fc.constant("ann@example.org"), city: text }),
    },
    { requiredKeys: ["call_log_id"] },
  );
  const wrap = fc.constantFrom<((items: object[]) => unknown)[]>(
    (items) => items,
    (items) => ({ data: items }),
    (items) => ({ status: "ok", account: "A", results: items }),
    (items) => ({ campaign: "Solar", event: { calls: items } }),
    (items) => ({ calls: Object.fromEntries(items.map((each, index) => [index, each])) }),
  );
  const options = { endpoint: "call", timeZone: "UTC", receivedAt: new Date("2026-03-02T12:00:00Z") } as const;
  const read = (body: string) => ({
    contentType: "application/json",
    body: Buffer.from(body),
    query: new URLSearchParams(),
  });
  fc.assert(
    fc.property(fc.array(item, { minLength: 2, maxLength: 4 }), wrap, (items, wrapping) => {
      const listed = readBodies(read(JSON.stringify(wrapping(items))));
      assert.ok(Array.isArray(listed) && listed.length === items.length);
      for (const each of listed) {
        const alone = readBody(read(writeItem(each.fields)));
        assert.ok(alone.ok);
        const [inList, byItself] = [parseDelivery(each, options), parseDelivery(alone, options)];
        for (const parsed of [inList, byItself])
          for (const part of [parsed.call, parsed.contact]) if (part) part.extra = {};
        assert.deepEqual([byItself.call, byItself.contact], [inList.call, inList.contact]);
      }
    }),
    { numRuns: 300 },
  );
});
