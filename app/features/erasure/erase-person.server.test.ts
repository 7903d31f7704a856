import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { sql } from "slonik";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { pool } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { erasePerson } from "#app/features/erasure/erase-person.server.ts";
import { findPerson } from "#app/features/erasure/find-person.server.ts";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";
import { readDelivery } from "#app/features/webhooks/read-delivery.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { spool } from "#app/features/webhooks/spool.server.ts";
import { packDelivery } from "#app/features/webhooks/spooled-delivery.server.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

const convoso = await startSimulator();
process.env.CONVOSO_API_URL = convoso.apiUrl;
process.env.CONVOSO_AUTH_TOKEN = convoso.authToken;
const { url } = await createTestDatabase();
const db = await pool();
const admin = { actor: "Ann", role: "admin", sourceAddress: null } as const;
after(() => convoso.stop());

const PHONE = "+1 213 555 0123";
const FORM = { contentType: "application/x-www-form-urlencoded" };
const receive = async (...args: Parameters<typeof rawDelivery>) => receiveDelivery(rawDelivery(...args));

/** The person in every place that can hold one, and a stranger beside. */
async function fill(): Promise<void> {
  const person = { lead_id: "L1", first_name: "Zenobia", last_name: "Quill", phone_number: "(213) 555-0123" };
  await receive("lead", person);
  await receive("lead", { lead_id: "L2", first_name: "Other", phone_number: "3105550177", alt: "1-213-555-0123" });
  await receive("lead", { lead_id: "L9", first_name: "Stranger", phone_number: "3105550199" });
  await receive("call", {
    call_id: "C1",
    lead_id: "L1",
    status: "SALE",
    recording: "https://rec.convoso.com/Zenobia.mp3",
  });
  await receive("call", "call_id=C2&phone_number=%28213%29+555-0123&comments=Zenobia+asked", FORM);
  await receive("call", { call_id: "C3", caller_id: "12135550123", status: "NI" });
  await receive("call", { call_id: "C4", comments: "call Zenobia back at 213.555.0123" });
  await receive("call", { call_id: "2135550123", status: "HU" });
  await receive("call", { call_id: "C9", phone_number: "3105550199", status: "SALE" });
  await receive("call", "{broken 213 555 0123 Zenobia");
  await receive("echo", { to: "+12135550123", name: "Zenobia" });
  await receive("call", { weather: "fine" }, { query: new URLSearchParams({ phone: "2135550123" }) });
  await db.query(sql.unsafe`
    insert into audit_log (actor, action, target, details)
    values ('Ann', 'export leads', '?search=213-555-0123', '{"search":"213-555-0123"}'), ('Ann', 'sign in', null, '{}')`);
}

const Name = z.object({ name: z.string() });
const Text = z.object({ text: z.string() });

/** Every column of every row of every table, those of the job queue too, as text. */
async function dump(): Promise<string> {
  const columns = await db.any(sql.type(
    z.object({ schema: z.string(), table: z.string(), column: z.string(), type: z.string() }),
  )`
    select columns.table_schema as schema, columns.table_name as table, column_name as column, data_type as type
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`);
  assert.ok(columns.length > 100);
  const texts: string[] = [];
  for (const { schema, table, column, type } of columns) {
    const name = sql.identifier([column]);
    const value = type === "bytea" ? sql.fragment`encode(${name}, 'escape')` : sql.fragment`${name}::text`;
    const rows = await db.anyFirst(sql.type(Text)`
      select ${value} as text from ${sql.identifier([schema, table])} where ${name} is not null`);
    texts.push(...rows);
  }
  return texts.join("\n");
}

/** Digits alone, so that no spelling hides. */
const isInside = (text: string) => /2135550123/.test(text.replaceAll(/%2[0-9a-f]|[\s()+.-]/gi, ""));

test("after an erasure no table holds the person, the strangers and the facts stay, and nothing brings the link back", async () => {
  await fill();
  const before = await dump();
  assert.ok(isInside(before) && before.includes("Zenobia"));
  const found = await findPerson(db, PHONE);
  const expected = { leads: 2, calls: 5, deliveries: 10, recordingSearches: 4, auditEntries: 1 };
  assert.deepEqual(found?.counts, expected);

  const erased = await erasePerson(db, "213-555-0123", admin);
  assert.ok(erased.ok);
  assert.deepEqual(erased.counts, expected, "what was announced is what was done");
  const left = await dump();
  assert.ok(!isInside(left), "the number");
  assert.ok(!/Zenobia|Quill/.test(left), "the name");
  assert.deepEqual((await findPerson(db, PHONE))?.counts, {
    leads: 0,
    calls: 0,
    deliveries: 0,
    recordingSearches: 0,
    auditEntries: 0,
  });

  assert.ok(left.includes("Stranger") && left.includes("3105550199"));
  const calls = await db.anyFirst(sql.type(Name)`select call_id as name from calls order by 1`);
  assert.deepEqual(calls, ["C1", "C2", "C3", "C4", "C9"], "a call whose id was the number is gone");
  const facts = await db.oneFirst(sql.type(Name)`select disposition as name from calls where call_id = 'C1'`);
  assert.equal(facts, "SALE");
  const blanked = await db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*) from call_events where payload_erased_by = 'erasure' and body is null and outcome <> 'failed'`);
  assert.equal(blanked, 10);

  await fetchRecordingNow("C2");
  const jobs = await db.anyFirst(sql.type(Name)`select key as name from graphile_worker.jobs`);
  assert.deepEqual(jobs, ["fetch_recording:C9"]);
});

test("the audit entry says who, when and how much, and about whom only to somebody who knows the number", async () => {
  const Entry = z.object({ actor: z.string(), details: z.record(z.string(), z.unknown()) });
  const { actor, details } = await db.one(
    sql.type(Entry)`select actor, details from audit_log where action = 'erase person'`,
  );
  assert.equal(actor, "Ann");
  assert.equal(details.deliveries, 10);
  assert.match(String(details.phone_digest), /^scrypt:/);
  assert.ok(!isInside(JSON.stringify(details)));
});

test("a delivery about the same phone that comes later starts afresh", async () => {
  await receive("lead", { lead_id: "L1", first_name: "Newcomer", phone_number: "2135550123" });
  const Contact = z.object({ first_name: z.string(), last_name: z.string().nullable() });
  assert.deepEqual(await db.one(sql.type(Contact)`select first_name, last_name from contacts where lead_id = 'L1'`), {
    first_name: "Newcomer",
    last_name: null,
  });
  await erasePerson(db, PHONE, admin);
});

async function untilWaiting(count: number): Promise<void> {
  const Waiting = z.object({ count: z.number() });
  const waiting = () =>
    db.oneFirst(sql.type(Waiting)`
      select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  for (let tries = 0; tries < 1000; tries++, await sleep(10)) if ((await waiting()) === count) return;
  assert.fail(`not ${count} waiting`);
}

test("a search that is under way while its person is erased does not attach the recording", async () => {
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  await receive("call", { call_log_id: call.id, phone_number: "2135550123", length_in_sec: "60" });
  // Whoever comes first waits for us, and the other behind it: the erasure, then the search with its answer.
  const holder = new pg.Client(url);
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from pending_recordings where call_id = $1 for update", [call.id]);
  const erasing = erasePerson(db, PHONE, admin);
  await untilWaiting(1);
  const running = fetchRecordingNow(call.id);
  await untilWaiting(2);
  await holder.end();
  assert.ok((await erasing).ok);
  await running;
  const Row = z.object({ recording_url: z.string().nullable(), phone_number: z.string().nullable() });
  const row = await db.one(sql.type(Row)`select recording_url, phone_number from calls where call_id = ${call.id}`);
  assert.deepEqual(row, { recording_url: null, phone_number: null });
});

test("what waits in the spool is erased with the rest, and so is a damaged segment", async () => {
  const dir = env().SPOOL_DIR;
  const raw = rawDelivery("lead", { first_name: "Zenobia", phone_number: "(213) 555-0123" });
  await spool().append(packDelivery(readDelivery(raw)));
  const damaged = join(dir, `${uuidv7()}.damaged`);
  writeFileSync(damaged, "\0\x01%2B12135550123\0");
  writeFileSync(join(dir, `${uuidv7()}.damaged`), "\0\x01somebody else\0");
  const erased = await erasePerson(db, PHONE, admin);
  assert.deepEqual([erased.ok, erased.ok && erased.counts.leads], [true, 1]);
  assert.equal(existsSync(damaged), false);
  assert.equal(readdirSync(dir).length, 1, "a segment about somebody else is left alone");
  assert.ok(!isInside(await dump()));
});

test("text that is no phone number erases nobody", async () => {
  assert.equal((await erasePerson(db, "12345", admin)).ok, false);
  assert.equal(await findPerson(db, ""), null);
});
