import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sql } from "slonik";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBody } from "#app/convoso/read-body.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { type Fields, type Merged, mergeFields } from "#app/features/ingest/merge-fields.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { companionsOf } from "#app/lib/fields/field.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { events, receive, rows } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();

const CALL = { call_log_id: "C1", phone_number: "239-555-0142" };
/** What a dialer sends about one call, in the order in which it happens. */
const RUNNING = {
  start: {
    ...CALL,
    status: "",
    start_time: "2026-03-02 10:00:00",
    agent_id: "7",
    length_in_sec: "",
    term_reason: "NONE",
  },
  ringing: { ...CALL, event: "call.ringing", length_in_sec: 0 },
  incall: { ...CALL, status: "INCALL", status_name: "In call", length_in_sec: 0, queue: "Front" },
  onHold: { ...CALL, status: "HOLD", length_in_sec: 41 },
};
const FINAL = {
  stop: { ...CALL, length_in_sec: 300, term_reason: "AGENT", end_time: "2026-03-02 10:05:00" },
  disposition: {
    ...CALL,
    status: "SALE",
    status_name: "Sale",
    length_in_sec: 300,
    recording: "https://rec.example.org/1.mp3",
  },
  redisposition: { ...CALL, status: "NI", status_name: "Not interested" },
  again: { ...CALL, status: "CB", status_name: "Call back", length_in_sec: 0 },
};
const SENT = { ...RUNNING, ...FINAL };
type Name = keyof typeof SENT;
const NAMES = Object.keys(SENT) as Name[];
const isFinal = (name: Name) => name in FINAL;

function said(name: Name) {
  const body = Buffer.from(JSON.stringify(SENT[name]));
  const read = readBody({ contentType: "application/json", body, query: new URLSearchParams() });
  assert.ok(read.ok);
  const { call } = parseDelivery(read, {
    endpoint: "call",
    timeZone: "UTC",
    receivedAt: new Date("2026-03-02T12:00:00Z"),
  });
  assert.ok(call);
  const { extra, provisional, ...values } = call;
  const fields = Object.fromEntries(
    Object.keys(CALL_FIELDS).map((field) => [field, (values as Fields)[field] ?? null]),
  );
  return { fields, extra, provisional };
}
const parsed = Object.fromEntries(NAMES.map((name) => [name, said(name)])) as Record<Name, ReturnType<typeof said>>;
const companions = companionsOf(CALL_FIELDS);

function merge(received: readonly { name: Name; eventId: string }[]): Merged<Fields> | null {
  return received.reduce<Merged<Fields> | null>((current, { name, eventId }) => {
    const { isChanged, isNews, ...merged } = mergeFields(current, { ...parsed[name], eventId }, companions);
    return merged;
  }, null);
}

/** The last one received that says something of the field; a length of 0 says something where there is no other. */
function lastOf(received: readonly Name[], field: string): Name | undefined {
  const said = received.filter(
    (name) => parsed[name].fields[field] !== null && !parsed[name].provisional.includes(field),
  );
  return said.findLast((name) => parsed[name].fields[field] !== 0) ?? said.at(-1);
}

test("in whatever order and however often the deliveries of a call come, its end is what the last final one said", () => {
  const history = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(history, (received) => {
      const merged = merge(received.map((name, index) => ({ name, eventId: String(100 + index) })));
      for (const field of [
        "disposition",
        "dispositionName",
        "durationSeconds",
        "termReason",
        "endedAt",
        "recordingUrl",
      ]) {
        const last = lastOf(received, field);
        if (last) assert.deepEqual(merged?.fields[field], parsed[last].fields[field], field);
      }
      for (const field of ["agentId", "queue", "startedAt", "phoneNumber"]) {
        const anyone = received.find((name) => parsed[name].fields[field] !== null);
        if (anyone) assert.deepEqual(merged?.fields[field], parsed[anyone].fields[field], `${field} fills the blank`);
      }
      if (!received.some(isFinal)) assert.ok(merged?.provisional || merged?.fields.disposition === null);
    }),
    { numRuns: 3000 },
  );
});

test("in whatever order, and however often, deliveries are merged, the same were received and the same comes out", () => {
  const history = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 7 }).chain((names) => {
    const inOrder = names.map((name, index) => ({ name, eventId: String(100 + index) }));
    const twice = [...inOrder, ...inOrder];
    return fc.tuple(
      fc.constant(inOrder),
      fc.shuffledSubarray(twice, { minLength: twice.length, maxLength: twice.length }),
    );
  });
  fc.assert(
    fc.property(history, ([inOrder, shuffled]) => {
      assert.deepEqual(sorted(merge(shuffled)), sorted(merge(inOrder)));
    }),
    { numRuns: 3000 },
  );
});

const sorted = (merged: Merged<Fields> | null) => merged && { ...merged, fieldEvents: { ...merged.fieldEvents } };

test("a late event of the running call leaves the stored end alone, fills blanks, and a replay in any order changes nothing", async () => {
  await emptyTables();
  for (const name of ["disposition", "incall", "start", "onHold", "stop", "ringing"] as const)
    await receive("call", SENT[name]);
  const [stored] = await rows("calls");
  assert.deepEqual(
    [stored?.disposition, stored?.disposition_name, stored?.duration_seconds, stored?.term_reason, stored?.queue],
    ["SALE", "Sale", 300, "AGENT", "Front"],
  );
  assert.ok(stored?.agent_id && stored.started_at && stored.recording_url && stored.provisional === null);
  const received = (await events()).map(({ id }) => String(id));
  for (const id of [...received, ...received.toReversed()]) await replayDelivery(db, id, null);
  const [replayed] = await rows("calls");
  assert.deepEqual({ ...replayed, updated_at: 0 }, { ...stored, updated_at: 0 });
  await db.query(sql.unsafe`delete from calls`);
  for (const id of received.toReversed()) await replayDelivery(db, id, null);
  const [restored] = await rows("calls");
  const without = { updated_at: 0, recording_found_at: 0 };
  assert.deepEqual({ ...restored, ...without }, { ...stored, ...without });
  await receive("call", SENT.redisposition);
  assert.equal((await rows("calls"))[0]?.disposition, "NI");
});
