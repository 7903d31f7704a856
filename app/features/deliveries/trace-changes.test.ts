import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { pool } from "#app/db/connection/pool.server.ts";
import { findEvent, listNeighbours } from "#app/db/deliveries/call-events.server.ts";
import { compareEvents } from "#app/features/deliveries/compare-events.server.ts";
import { traceChanges } from "#app/features/deliveries/trace-changes.server.ts";
import type { RawDelivery } from "#app/features/ingest/delivery.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
beforeEach(() => emptyTables());

async function deliver(...args: Parameters<typeof rawDelivery>): Promise<string> {
  const raw: RawDelivery = rawDelivery(...args);
  const received = await receiveDelivery(raw);
  assert.ok(received.isStored);
  return raw.eventId;
}

const eventOf = async (id: string) => {
  const event = await findEvent(db, id);
  assert.ok(event);
  return event;
};
const changesOf = async (id: string) => traceChanges(db, await eventOf(id));
const fieldsOf = async (id: string, what: "call" | "lead") =>
  (await changesOf(id))
    .find((change) => change.what === what)
    ?.fields.map(({ field, before, after }) => [field, before, after]);

test("a delivery tells what it changed, field by field, what it replaced, and what later replaced it", async () => {
  const first = await deliver("call", { call_id: "c1", status: "NI", duration: 20, lead_id: "L1", first_name: "Ann" });
  const second = await deliver("call", {
    call_id: "c1",
    status: "SALE",
    lead_id: "L1",
    first_name: "Ann",
    mood: "good",
  });
  const made = await changesOf(first);
  assert.deepEqual(
    made.map(({ what, isNew, isWhole, isGone }) => ({ what, isNew, isWhole, isGone })),
    [
      { what: "call", isNew: true, isWhole: true, isGone: false },
      { what: "lead", isNew: true, isWhole: true, isGone: false },
    ],
  );
  const disposition = made[0]?.fields.find(({ field }) => field === "disposition");
  assert.deepEqual(disposition, { field: "disposition", before: null, after: "NI", replacedBy: second });
  const length = made[0]?.fields.find(({ field }) => field === "durationSeconds");
  assert.deepEqual(length, { field: "durationSeconds", before: null, after: 20, replacedBy: null });

  assert.deepEqual(await fieldsOf(second, "call"), [
    ["disposition", "NI", "SALE"],
    ["extra.mood", null, "good"],
  ]);
  assert.deepEqual(await fieldsOf(second, "lead"), []);
});

test("a duplicate, and what came late but says nothing new, changed nothing", async () => {
  const body = { call_id: "c2", status: "SALE" };
  await deliver("call", body);
  const repeated = await deliver("call", body);
  assert.equal((await eventOf(repeated)).outcome, "duplicate");
  assert.deepEqual(await fieldsOf(repeated, "call"), []);
});

test("earlier changes are marked as incomplete after their payload is erased, and deleted rows as deleted", async () => {
  const first = await deliver("call", { call_id: "c3", status: "NI" });
  const second = await deliver("call", { call_id: "c3", status: "NI", duration: 9 });
  await db.query(sql.unsafe`update call_events set body = null, payload_erased_at = now() where id = ${first}::uuid`);
  await db.query(sql.unsafe`delete from calls where call_id = 'c3'`);
  const [change] = await changesOf(second);
  assert.deepEqual([change?.isWhole, change?.isNew, change?.isGone], [false, false, true]);
  assert.deepEqual(await changesOf(first), [], "of an erased one nothing is known");
});

test("a recording's link is never told", async () => {
  const recorded = await deliver("call", { call_id: "c4", recording_url: "https://recordings.example/secret.mp3" });
  const changes = await changesOf(recorded);
  assert.doesNotMatch(JSON.stringify(changes), /secret/);
  assert.match(JSON.stringify(changes), /"recordingUrl","before":null,"after":"a link"/);
});

test("two deliveries are compared by what they say, whatever the spelling and shape", async () => {
  const older = await deliver("call", { call_id: "c5", status: "NI", length_in_sec: "61", mood: "bad", queue: "Q" });
  const newer = await deliver("call", "CallID=c5&status=SALE&duration=61&queue=Q&city=Rome", {
    contentType: "application/x-www-form-urlencoded",
  });
  const { fields, lines } = await compareEvents(db, await eventOf(older), await eventOf(newer));
  const changed = fields?.map(({ label, keys, before, after, change }) => [change, label ?? keys[0], before, after]);
  assert.deepEqual(
    changed?.filter(([change]) => change !== "same"),
    [
      ["renamed", "Call id", "c5", "c5"],
      ["changed", "Status", "NI", "SALE"],
      ["renamed", "Length", "61", "61"],
      ["removed", "mood", "bad", null],
      ["added", "City", null, "Rome"],
    ],
  );
  assert.ok(lines?.some(({ change, text }) => change === "added" && text.includes("city = Rome")));
});

test("the neighbours of a delivery are those about the same call, and of a lead alone the same lead", async () => {
  const ids: string[] = [];
  for (let nth = 0; nth < 13; nth++) ids.push(await deliver("call", { call_id: "c6", status: `S${nth}` }));
  const middle = await listNeighbours(db, await eventOf(ids[6] as string));
  const asIds = (rows: { id: string }[]) => rows.map(({ id }) => ids.indexOf(id));
  assert.deepEqual(
    [asIds(middle.newer), asIds(middle.older), middle.hasMore],
    [[11, 10, 9, 8, 7], [5, 4, 3, 2, 1], true],
  );
  const lead = await deliver("lead", { lead_id: "L2", first_name: "Bea" });
  const again = await deliver("lead", { lead_id: "L2", first_name: "Beatrice" });
  const { older, newer, hasMore } = await listNeighbours(db, await eventOf(again));
  assert.deepEqual([older.map(({ id }) => id), newer, hasMore], [[lead], [], false]);
});
