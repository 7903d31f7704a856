import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import pg from "pg";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { applyRetention } from "#app/features/retention/apply-retention.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { idAt } from "#app/lib/event-id.server.ts";
import { changeAuditLog, emptyAuditLog } from "#test/change-audit-log.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

const { url } = await createTestDatabase();
const db = await pool();
const settings = env();
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);

beforeEach(async () => {
  Object.assign(settings, { RETENTION_PAYLOAD_DAYS: 90, RETENTION_TEST_DATA_DAYS: 30, RETENTION_AUDIT_DAYS: 730 });
  await emptyTables();
  await emptyAuditLog();
});

/** A delivery that came so many days ago; `outcome` if it shall have ended otherwise than it did. */
async function deliver(callId: string, days: number, outcome?: string): Promise<string> {
  const receivedAt = daysAgo(days);
  const eventId = idAt(receivedAt).slice(0, -12) + callId.replace(/\D/g, "").padStart(12, "0");
  const query = new URLSearchParams({ campaign: "5" });
  await receiveDelivery(rawDelivery("call", { call_id: callId, comments: "hush" }, { eventId, receivedAt, query }));
  if (outcome) await db.query(sql.unsafe`update call_events set outcome = ${outcome} where id = ${eventId}`);
  return eventId;
}

const Event = z.object({
  outcome: z.string(),
  body: z.instanceof(Uint8Array).nullable(),
  headers: z.record(z.string(), z.string()),
  query: z.string().nullable(),
  payload_erased_by: z.string().nullable(),
  call_id: z.string().nullable(),
  body_size: z.number(),
});
const eventOf = (id: string) => db.one(sql.type(Event)`select * from call_events where id = ${id}`);
const isBlank = async (id: string) => {
  const { body, headers, query, payload_erased_by } = await eventOf(id);
  const parts = [body === null, Object.keys(headers).length === 0, query === null, payload_erased_by === "retention"];
  assert.ok(
    parts.every((part) => part === parts[0]),
    "a payload is blanked whole or not at all",
  );
  return parts[0];
};
const Count = z.object({ count: z.number() });
const count = (table: string) => db.oneFirst(sql.type(Count)`select count(*) from ${sql.identifier([table])}`);

test("old payloads are blanked, their rows and calls stay, and younger ones are left alone", async () => {
  const old = await deliver("01", 91);
  const young = await deliver("02", 89);
  assert.equal((await applyRetention()).payloads, 1);
  assert.deepEqual([await isBlank(old), await isBlank(young)], [true, false]);
  const { outcome, call_id, body_size } = await eventOf(old);
  assert.deepEqual([outcome, call_id, body_size], ["processed", "01", 0]);
  assert.equal(await count("calls"), 2);
  assert.equal((await applyRetention()).payloads, 0, "a second run finds nothing");
});

for (const outcome of ["failed", "invalid"]) {
  test(`the payload of a delivery that was ${outcome} is never touched`, async () => {
    const kept = await deliver("03", 4000, outcome);
    assert.equal((await applyRetention()).payloads, 0);
    assert.equal(await isBlank(kept), false);
  });
}

test("0 days means forever", async () => {
  Object.assign(settings, { RETENTION_PAYLOAD_DAYS: 0, RETENTION_TEST_DATA_DAYS: 0, RETENTION_AUDIT_DAYS: 0 });
  await deliver("04", 9000);
  await changeAuditLog(sql.unsafe`insert into audit_log (at, actor, action) values ('2001-01-01', 'Ann', 'look')`);
  assert.deepEqual(await applyRetention(), {
    testRows: 0,
    payloads: 0,
    refused: 0,
    differences: 0,
    auditEntries: 0,
    recordings: 0,
  });
});

test("refused deliveries and the echoes of strangers are deleted after 30 days, whatever else is kept", async () => {
  const settingsOfOwner = { RETENTION_PAYLOAD_DAYS: 0, RETENTION_TEST_DATA_DAYS: 0, RETENTION_AUDIT_DAYS: 0 };
  Object.assign(settings, settingsOfOwner);
  await deliver("11", 31, "refused");
  await deliver("12", 29, "refused");
  await deliver("13", 31, "invalid");
  const ours = await deliver("14", 31, "echoed");
  const theirs = await deliver("15", 31, "echoed");
  await db.query(sql.unsafe`update call_events set body = null where id = ${theirs}`);
  assert.equal((await applyRetention()).refused, 2);
  const left = await db.any(sql.type(Event)`select * from call_events order by id`);
  assert.deepEqual(left.map(({ outcome, call_id }) => [call_id, outcome]).sort(), [
    ["12", "refused"],
    ["13", "invalid"],
    ["14", "echoed"],
  ]);
  assert.equal(await isBlank(ours), false);
});

test("several batches are blanked in one night, past a row that somebody holds", async () => {
  await db.query(sql.unsafe`
    insert into call_events (id, endpoint, outcome, received_at, method, headers, body, body_size, http_status)
    select ('01000000-0000-7000-8000-' || lpad(number::text, 12, '0'))::uuid, 'call', 'processed', now(), 'POST',
      '{"a":"b"}', 'body', 4, 200
    from generate_series(1, 2500) as number`);
  const held = "01000000-0000-7000-8000-000000000007";
  const other = new pg.Client(url);
  await other.connect();
  await other.query("begin");
  await other.query("select from call_events where id = $1 for update", [held]);
  assert.equal((await applyRetention()).payloads, 2499);
  await other.end();
  assert.equal((await applyRetention()).payloads, 1);
});

test("old test data and old audit entries go, and the retention itself is audited", async () => {
  await deliver("test-05", 31);
  await db.query(sql.unsafe`update calls set updated_at = now() - interval '31 days'`);
  await deliver("test-06", 1);
  await deliver("07", 31);
  await changeAuditLog(sql.unsafe`
    insert into audit_log (at, actor, action)
    values (now() - interval '731 days', 'Ann', 'long ago'), (now() - interval '729 days', 'Ann', 'not so long ago')`);
  assert.deepEqual(await applyRetention(), {
    testRows: 2,
    payloads: 0,
    refused: 0,
    differences: 0,
    auditEntries: 1,
    recordings: 0,
  });
  const CallId = z.object({ call_id: z.string() });
  assert.deepEqual(await db.anyFirst(sql.type(CallId)`select call_id from calls order by 1`), ["07", "test-06"]);
  const Action = z.object({ action: z.string() });
  assert.deepEqual(await db.anyFirst(sql.type(Action)`select action from audit_log order by at`), [
    "not so long ago",
    "erase what is old",
    "erase what is old",
  ]);
});

test("expired links go, and sessions a week after their end", async () => {
  await db.query(sql.unsafe`
    insert into admin_sessions (token_sha256, actor, expires_at)
    values ('a', 'Ann', now() - interval '8 days'), ('b', 'Ann', now() - interval '1 hour'), ('c', 'Ann', now())`);
  await db.query(sql.unsafe`
    insert into sign_in_links (token_sha256, expires_at)
    values ('a', now() - interval '1 hour'), ('b', now() + interval '1 hour')`);
  await applyRetention();
  assert.deepEqual([await count("admin_sessions"), await count("sign_in_links")], [2, 1]);
});

test("differences of the ledger that are settled go with old payloads, and open and accepted ones stay", async () => {
  await db.query(sql.unsafe`insert into ledger_windows (starts_at, ends_at) values ('2026-01-01', '2026-01-02')`);
  await db.query(sql.unsafe`
    insert into ledger_differences
      (call_id, window_start, kind, occurred_at, fields, asked_at, since, state, settled_at)
    select one.*
    from (values ('1', 'fixed', 91), ('2', 'fixed', 89), ('3', 'gone', 91), ('4', 'accepted', 91), ('5', 'open', null))
      as settled (call_id, state, days)
    cross join lateral (select call_id, timestamptz '2026-01-01', 'differs', now(), '[]'::jsonb, now(), now(), state,
      now() - make_interval(days => days)) as one`);
  assert.equal((await applyRetention()).differences, 2);
  const left = await db.anyFirst(sql.type(z.object({ call_id: z.string() }))`
    select call_id from ledger_differences order by call_id`);
  assert.deepEqual(left, ["2", "4", "5"]);
});
