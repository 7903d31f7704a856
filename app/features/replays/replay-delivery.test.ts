import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { countFailedEvents } from "#app/db/deliveries/failed-events.server.ts";
import { applyFailedDeliveries } from "#app/features/replays/apply-failed-deliveries.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { mendCalls, poisonCalls } from "#test/poison-calls.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
const admin = { actor: "Ann", role: "admin", sourceAddress: null } as const;

const Event = z.object({
  outcome: z.string(),
  call_id: z.string().nullable(),
  error: z.string().nullable(),
  apply_attempts: z.number(),
  http_status: z.number(),
});
const eventOf = (id: string) => db.one(sql.type(Event)`select * from call_events where id = ${id}`);
const Call = z.object({ disposition: z.string().nullable(), duration_seconds: z.number().nullable() });
const callOf = (id: string) => db.maybeOne(sql.type(Call)`select * from calls where call_id = ${id}`);

const addFault = () => poisonCalls(sql.fragment`new.agent_comment = 'poison'`);
const mendFault = () => mendCalls();

/** A delivery that fails on our side, and its event id. */
async function failOne(callId: string, other: object = {}): Promise<string> {
  const raw = rawDelivery("call", { call_id: callId, status: "OLD", comments: "poison", ...other });
  const received = await receiveDelivery(raw);
  assert.ok(received.isStored && received.verdict.outcome === "failed");
  return raw.eventId;
}

beforeEach(async () => {
  await mendFault();
  await emptyTables();
  await emptyAuditLog();
  await addFault();
});

test("a replay applies a delivery that was sent to a wrong address, by its content", async () => {
  for (const [body, path] of [
    [{ call_id: "astray", status: "SALE" }, "/webhooks/convoso"],
    [{ lead_id: "astray", first_name: "Ann" }, "/api/webhooks/convoso-lead"],
  ] as const) {
    const raw = rawDelivery("unknown", body, { path });
    await receiveDelivery(raw);
    await replayDelivery(db, raw.eventId, admin);
    assert.equal((await eventOf(raw.eventId)).outcome, "processed");
  }
  assert.equal((await callOf("astray"))?.disposition, "SALE");
});

test("a failed delivery is applied once its fault is fixed, does not override what came later, and is audited", async () => {
  const eventId = await failOne("c1", { length_in_sec: "61" });
  await receiveDelivery(rawDelivery("call", { call_id: "c1", status: "LATER" }));
  await mendFault();
  assert.deepEqual(await replayDelivery(db, eventId, admin), { outcome: "processed", isChanged: true });
  assert.deepEqual(await callOf("c1"), { disposition: "LATER", duration_seconds: 61 });
  assert.deepEqual(await eventOf(eventId), {
    outcome: "processed",
    call_id: "c1",
    error: null,
    apply_attempts: 1,
    http_status: 202,
  });
  const Entry = z.object({ actor: z.string(), target: z.string().nullable() });
  assert.deepEqual(
    await db.any(sql.type(Entry)`select actor, target from audit_log where action = 'replay delivery'`),
    [{ actor: "Ann", target: eventId }],
  );
});

test("applying again twice, also at once, does it once", async () => {
  const eventId = await failOne("c2");
  await mendFault();
  const replayed = await Promise.all([1, 2, 3].map(() => replayDelivery(db, eventId, admin)));
  assert.deepEqual(replayed.map((result) => result?.outcome).toSorted(), ["duplicate", "duplicate", "processed"]);
  assert.equal((await eventOf(eventId)).outcome, "processed");
  assert.equal((await eventOf(eventId)).apply_attempts, 1);
});

test("while the fault lasts each try is counted, the rest continues, and in the end it is left for a person", async () => {
  const poison = await failOne("c3");
  const dueAgain = () =>
    db.query(sql.unsafe`
      update call_events set received_at = now() - interval '2 days', last_apply_at = now() - interval '2 days'`);
  for (let tries = 1; tries <= 5; tries++) {
    await dueAgain();
    const good = await failOne(`good ${tries}`);
    // The good one's fault is fixed; the poisonous one's is not.
    await db.query(sql.unsafe`update call_events set body = ${sql.binary(Buffer.from(`call_id=g${tries}`))},
      headers = '{"content-type":"application/x-www-form-urlencoded"}', received_at = now() - interval '1 day'
      where id = ${good}`);
    assert.deepEqual(await applyFailedDeliveries(), { tried: 2, applied: 1 });
    assert.equal((await eventOf(good)).outcome, "processed");
    assert.equal((await eventOf(poison)).apply_attempts, tries);
  }
  await dueAgain();
  assert.deepEqual(await applyFailedDeliveries(), { tried: 0, applied: 0 });
  assert.deepEqual(await countFailedEvents(db), { failed: 1, dead: 1 });
  assert.equal((await eventOf(poison)).outcome, "failed");

  await mendFault();
  assert.equal((await replayDelivery(db, poison, admin))?.outcome, "processed");
  assert.equal((await eventOf(poison)).outcome, "processed");
  assert.deepEqual(await countFailedEvents(db), { failed: 0, dead: 0 });
});

test("a delivery that failed a moment ago is not due yet", async () => {
  await failOne("c4");
  assert.deepEqual(await applyFailedDeliveries(), { tried: 0, applied: 0 });
});

test("a delivery that could not be read is read again by today's code, and says so if it still cannot be", async () => {
  const raw = rawDelivery("call", { weather: "fine" });
  await receiveDelivery(raw);
  assert.equal((await replayDelivery(db, raw.eventId, admin))?.outcome, "invalid");
  const body = sql.binary(Buffer.from('{"call_id":"c5"}'));
  await db.query(sql.unsafe`update call_events set body = ${body} where id = ${raw.eventId}`);
  assert.equal((await replayDelivery(db, raw.eventId, admin))?.outcome, "processed");
  assert.ok(await callOf("c5"));
});

test("a delivery whose body was not kept cannot be applied", async () => {
  const raw = rawDelivery("call", { call_id: "c6" });
  await receiveDelivery(raw);
  await db.query(sql.unsafe`update call_events set body = null where id = ${raw.eventId}`);
  assert.equal(await replayDelivery(db, raw.eventId, admin), null);
});

test("an echo is never applied", async () => {
  const raw = rawDelivery("echo", { call_id: "c7" });
  await receiveDelivery(raw);
  assert.equal(await replayDelivery(db, raw.eventId, admin), null);
  assert.equal(await callOf("c7"), null);
});
