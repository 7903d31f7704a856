import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { NO_FIELD_MAPS } from "#app/features/ingest/field-maps.server.ts";
import { readDelivery } from "#app/features/ingest/read-delivery.server.ts";
import { storeTogether } from "#app/features/ingest/store-together.server.ts";
import { drainSpool } from "#app/features/spool/drain-spool.server.ts";
import { spool } from "#app/features/spool/spool.server.ts";
import { packDelivery } from "#app/features/spool/spooled-delivery.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { mendCalls, poisonCalls } from "#test/poison-calls.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

const SECRET = "s3cret/of+the webhook";
process.env.CONVOSO_WEBHOOK_SECRET = SECRET;
const { url } = await createTestDatabase();
const db = await pool();
const dir = process.env.SPOOL_DIR as string;

const Row = z.record(z.string(), z.unknown());
const rows = (table: string) => db.any(sql.type(Row)`select * from ${sql.identifier([table])} order by 1`);
const visible = async () =>
  JSON.stringify(await Promise.all(["calls", "contacts", "agents", "call_events", "pending_recordings"].map(rows)));

beforeEach(async () => {
  await emptyTables();
});
afterEach(async () => {
  await spool().rotate();
  for (const name of readdirSync(dir)) rmSync(join(dir, name));
});

/** What receiving it while the database is down leaves in the spool. */
async function keep(...args: Parameters<typeof rawDelivery>) {
  const raw = rawDelivery(...args);
  if (!raw.headers.has("x-webhook-secret")) raw.headers.set("x-webhook-secret", SECRET);
  const delivery = readDelivery(raw, NO_FIELD_MAPS);
  await spool().append(packDelivery(delivery));
  return delivery;
}

const CALL = { call_id: "9001", agent_id: "77", phone_number: "2135550123", disposition: "NI", duration: 20 };

test("a spooled delivery is stored with the time and the id of its receipt, as if it had never waited", async () => {
  const receivedAt = new Date("2026-03-02T18:00:00Z");
  const { raw } = await keep("call", CALL, { receivedAt, sourceAddress: "203.0.113.7" });
  await keep("lead", "lead_id=501&first_name=Zo%C3%AB", { contentType: "application/x-www-form-urlencoded" });
  assert.deepEqual(await drainSpool(), { stored: 2, left: 0 });
  const [call] = await rows("calls");
  assert.equal(call?.last_event_id, raw.eventId);
  assert.deepEqual(call?.created_at, receivedAt);
  assert.equal((await rows("contacts")).at(-1)?.first_name, "Zoë");
  const [event] = await rows("call_events");
  assert.equal(event?.id, raw.eventId);
  assert.deepEqual(event?.received_at, receivedAt);
  assert.equal(event?.source_address, "203.0.113.7");
  assert.deepEqual([event?.outcome, event?.http_status], ["processed", 202]);
  assert.deepEqual(Buffer.from(event?.body as Uint8Array), Buffer.from(raw.body ?? []));
  assert.deepEqual(readdirSync(dir), []);
});

test("draining again after a crash between commit and removal changes nothing", async () => {
  await keep("call", CALL);
  await keep("call", { ...CALL, disposition: "SALE" });
  await spool().rotate();
  const [name = ""] = readdirSync(dir);
  const saved = readFileSync(join(dir, name));
  await drainSpool();
  const before = await visible();
  writeFileSync(join(dir, name), saved);
  assert.deepEqual(await drainSpool(), { stored: 2, left: 0 });
  assert.equal(await visible(), before);
  assert.equal((await rows("call_events")).length, 2);
});

test("a delivery that was spooled although its transaction was committed is in effect once", async () => {
  const delivery = await keep("call", CALL);
  await storeTogether(delivery);
  const before = await visible();
  await drainSpool();
  assert.equal(await visible(), before);
});

test("spooled deliveries override nothing that came after them", async () => {
  await keep("call", { ...CALL, campaign: "Medicare" });
  const newer = rawDelivery("call", { ...CALL, disposition: "SALE" });
  newer.headers.set("x-webhook-secret", SECRET);
  await storeTogether(readDelivery(newer, NO_FIELD_MAPS));
  await drainSpool();
  const [call] = await rows("calls");
  assert.deepEqual([call?.disposition, call?.campaign], ["SALE", "Medicare"]);
});

test("one that cannot be applied is filed as failed, and does not hold up the others", async () => {
  await poisonCalls(sql.fragment`new.campaign = 'poison'`);
  for (let n = 0; n < 20; n++) await keep("call", { ...CALL, call_id: `c${n}`, campaign: n === 7 ? "poison" : "fine" });
  assert.deepEqual(await drainSpool(), { stored: 20, left: 0 });
  await mendCalls();
  assert.equal((await rows("calls")).length, 19);
  const failed = (await rows("call_events")).filter(({ outcome }) => outcome === "failed");
  assert.equal(failed.length, 1);
  assert.match(Buffer.from(failed[0]?.body as Uint8Array).toString(), /poison/);
});

test("one that cannot even be filed stays in the spool, and does not hold up the others", async () => {
  await owner().query(
    sql.unsafe`alter table call_events add constraint none_from check (source_address <> '203.0.113.9')`,
  );
  await keep("call", CALL, { sourceAddress: "203.0.113.9" });
  await keep("call", CALL);
  assert.deepEqual(await drainSpool(), { stored: 1, left: 1 });
  await owner().query(sql.unsafe`alter table call_events drop constraint none_from`);
  assert.deepEqual(await drainSpool(), { stored: 2, left: 0 });
  assert.equal((await rows("call_events")).length, 2);
});

test("while one process drains, another leaves the spool alone", async () => {
  await keep("call", CALL);
  await db.connect(async (other) => {
    await other.query(sql.unsafe`select pg_advisory_lock(hashtext('convoso-portal spool'))`);
    assert.deepEqual(await drainSpool(), { stored: 0, left: 0 });
    await other.query(sql.unsafe`select pg_advisory_unlock(hashtext('convoso-portal spool'))`);
  });
  assert.deepEqual(await drainSpool(), { stored: 1, left: 0 });
});

const Pid = z.object({ pid: z.number() });

/** Who holds the lock of the draining, once its transaction waits for the table that the test has locked. */
async function holderOfDraining(): Promise<number> {
  for (;;) {
    const holder = await db.maybeOneFirst(sql.type(Pid)`
      with locks as (
        select * from pg_locks where database = (select oid from pg_database where datname = current_database())
      )
      select pid from locks
      where locktype = 'advisory' and granted
        and exists (select from locks where not granted)
        and pid not in (select pid from locks where not granted)`);
    if (holder !== null) return holder;
  }
}

test("a draining whose lock got lost with its connection ends before the next one begins", async () => {
  await keep("call", CALL);
  const blocker = new pg.Client(url);
  await blocker.connect();
  await blocker.query("begin");
  await blocker.query("lock table calls in access exclusive mode");
  const first = drainSpool().catch((error: Error) => error);
  await db.query(sql.unsafe`select pg_terminate_backend(${await holderOfDraining()})`);
  const isOver = await Promise.race([first.then(() => true), sleep(300, false)]);
  assert.equal(isOver, false, "it continues with what it has in hand");
  await blocker.query("commit");
  await blocker.end();
  assert.ok((await first) instanceof Error);
  assert.deepEqual(await drainSpool(), { stored: 0, left: 0 });
  assert.equal((await rows("call_events")).length, 1);
  assert.deepEqual(readdirSync(dir), []);
});

test("refused and unreadable deliveries are stored after the outage, with their answers", async () => {
  await keep("call", "neither", { contentType: "text/plain" });
  await keep("call", CALL, { headers: new Headers({ "x-webhook-secret": "wrong" }) });
  await keep("call", CALL, { method: "PUT" });
  await keep("lead", null as never, { body: null, bodySize: 2_000_000 } as never);
  await drainSpool();
  const events = await rows("call_events");
  assert.deepEqual(
    events.map(({ outcome, http_status }) => [outcome, http_status]),
    [
      ["invalid", 400],
      ["refused", 401],
      ["invalid", 405],
      ["invalid", 413],
    ],
  );
  assert.equal(events[1]?.body, null);
  assert.deepEqual(await rows("calls"), []);
});

test("no secret is written to the spool, nor the body of what is refused, and the stored row says the same as without it", async () => {
  const headers = () =>
    new Headers({
      "content-type": "application/json",
      authorization: `Bearer ${SECRET}`,
      "x-webhook-secret": SECRET,
      "x-original-url": `/api/webhooks/convoso?key=${encodeURIComponent(SECRET)}`,
    });
  const query = new URLSearchParams({ key: SECRET, from: `https://proxy.example/?k=${SECRET}`, lead_id: "501" });
  const kept = await keep("call", CALL, { headers: headers(), query });
  await keep("call", { phone_number: "2135550199" }, { headers: new Headers({ "x-webhook-secret": "wrong-guess" }) });
  const onDisk = readdirSync(dir)
    .map((name) => readFileSync(join(dir, name), "latin1"))
    .join("");
  for (const secret of [SECRET, encodeURIComponent(SECRET), SECRET.replaceAll(" ", "+"), "wrong-guess", "2135550199"]) {
    assert.ok(!onDisk.includes(secret), secret);
  }
  assert.ok(onDisk.includes("2135550123"), "the body of what is accepted is kept");
  await drainSpool();
  const [spooled] = await rows("call_events");
  await owner().query(sql.unsafe`truncate call_events`);
  await storeTogether({ ...kept, raw: { ...kept.raw, headers: headers() } });
  const [direct] = await rows("call_events");
  assert.deepEqual(spooled?.headers, direct?.headers);
  assert.equal(spooled?.call_id, direct?.call_id);
  assert.equal((await rows("calls"))[0]?.lead_id, "501");
});
