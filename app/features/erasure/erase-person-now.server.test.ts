import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { sql } from "slonik";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { findCertificate } from "#app/db/audit-log.server.ts";
import { findErasure, type PersonCounts } from "#app/db/erasures.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { erasePersonLater, lookForPersonLater } from "#app/features/erasure/ask-for-erasure.server.ts";
import { erasePersonNow } from "#app/features/erasure/erase-person-now.server.ts";
import { giveUpErasure } from "#app/features/erasure/give-up-erasure.server.ts";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";
import { applyRetention } from "#app/features/retention/apply-retention.server.ts";
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

/** Has somebody look for the person, as the worker does. @returns the erasure's number, and what was found */
async function look(phone = PHONE): Promise<{ id: number; phone: string; counts: PersonCounts }> {
  const id = await lookForPersonLater(db, phone, admin);
  assert.ok(id !== null);
  await erasePersonNow(id);
  const { state, found } = (await findErasure(db, id)) ?? {};
  assert.ok(state === "found" && found);
  return { id, phone, counts: found.counts };
}

/** All of it, as an admin and the worker do it in turn. @returns what the certificate says */
async function erase(phone = PHONE): Promise<PersonCounts> {
  const looked = await look(phone);
  assert.equal(await erasePersonLater(db, looked, admin), null);
  await erasePersonNow(looked.id);
  const done = await findErasure(db, looked.id);
  assert.equal(done?.state, "done");
  const certificate = await findCertificate(db, done?.certificate_id ?? 0);
  assert.ok(certificate);
  const { phone_digest, ...counts } = certificate.details;
  return counts;
}

const NONE: PersonCounts = { leads: 0, calls: 0, deliveries: 0, recordingSearches: 0, auditEntries: 0 };
const giveUp = async ({ id }: { id: number }) => giveUpErasure(db, id);

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
    insert into replays (created_by, filter, query, state, ended_at)
    values ('Ann', '{"search":"phone:2135550123"}', 'search=phone%3A2135550123', 'finished', now())`);
  await db.query(sql.unsafe`
    insert into audit_log (actor, action, target, details)
    values ('Ann', 'export leads', '?search=213-555-0123', '{"search":"213-555-0123"}'), ('Ann', 'sign in', null, '{}')`);
  await db.query(sql.unsafe`
    insert into replays (created_by, filter, query)
    values ('Ann', '{"search":[{"field":"text","operator":":","value":"213-555-0123","isNot":false}]}', 'search=Zenobia'),
      ('Ann', '{"endpoint":"lead"}', 'type=lead')`);
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
  const expected = { leads: 2, calls: 5, deliveries: 10, recordingSearches: 4, auditEntries: 1 };
  const unwanted = await look(); // somebody else asked for the same, and left it at that
  assert.deepEqual(unwanted.counts, expected);

  assert.deepEqual(await erase("213-555-0123"), expected, "what was announced is what was done");
  const left = await dump();
  assert.ok(!isInside(left), "the number");
  assert.ok(!/Zenobia|Quill/.test(left), "the name");
  const again = await look();
  assert.deepEqual(again.counts, NONE);
  await giveUp(again);

  assert.ok(left.includes("Stranger") && left.includes("3105550199"));
  const calls = await db.anyFirst(sql.type(Name)`select call_id as name from calls order by 1`);
  assert.deepEqual(calls, ["C1", "C2", "C3", "C4", "C9"], "a call whose id was the number is gone");
  const facts = await db.oneFirst(sql.type(Name)`select disposition as name from calls where call_id = 'C1'`);
  assert.equal(facts, "SALE");
  const blanked = await db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*) from call_events where payload_erased_by = 'erasure' and body is null and outcome <> 'failed'`);
  assert.equal(blanked, 10);

  await fetchRecordingNow("C2");
  const jobs = await db.anyFirst(sql.type(Name)`
    select key as name from graphile_worker.jobs where task_identifier = 'fetch_recording'`);
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
  await erase();
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
  const looked = await look();
  assert.equal(await erasePersonLater(db, looked, admin), null);
  const holder = new pg.Client(url);
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from pending_recordings where call_id = $1 for update", [call.id]);
  const erasing = erasePersonNow(looked.id);
  await untilWaiting(1);
  const running = fetchRecordingNow(call.id);
  await untilWaiting(2);
  await holder.end();
  await erasing;
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
  assert.equal((await erase()).leads, 1);
  assert.equal(existsSync(damaged), false);
  assert.equal(readdirSync(dir).length, 1, "a segment about somebody else is left alone");
  assert.ok(!isInside(await dump()));
});

test("what comes about the person while the worker still reads is erased, too", async () => {
  await receive("lead", { lead_id: "L5", first_name: "Zenobia", phone_number: "2135550123" });
  const looked = await look();
  assert.equal(await erasePersonLater(db, looked, admin), null);
  // The worker has read leads, calls and deliveries, and is about to read what admins did.
  const holder = new pg.Client(url);
  await holder.connect();
  await holder.query("begin");
  await holder.query("lock table audit_log in access exclusive mode");
  const erasing = erasePersonNow(looked.id);
  await untilWaiting(1);
  await receive("lead", { lead_id: "L6", first_name: "Zenobia", alt: "213 555 0123" });
  await receive("call", { call_id: "C6", lead_id: "L6", comments: "Zenobia, again" });
  await receive("call", { call_id: "C7", comments: "213-555-0123 is Zenobia" });
  await holder.query("commit");
  await holder.end();
  await erasing;
  const left = await dump();
  assert.ok(!isInside(left) && !left.includes("Zenobia"));
});

test("a worker that is stopped half way begins anew, and a job that runs twice does nothing twice", async () => {
  await receive("lead", { lead_id: "L7", phone_number: "2135550123" });
  const looked = await look();
  assert.equal(await erasePersonLater(db, looked, admin), null);
  await assert.rejects(erasePersonNow(looked.id, AbortSignal.abort()));
  assert.equal((await findErasure(db, looked.id))?.state, "erasing");
  await Promise.all([erasePersonNow(looked.id), erasePersonNow(looked.id)]);
  await erasePersonNow(looked.id);
  const Count = z.object({ count: z.number() });
  const count = await db.oneFirst(sql.type(Count)`
    select count(*) from erasures join audit_log on audit_log.id = certificate_id where erasures.id = ${looked.id}`);
  assert.equal(count, 1);
  assert.match(String(await erasePersonLater(db, looked, admin)), /meanwhile/, "nor is it begun twice");
  assert.ok(!isInside(await dump()));
});

test("an erasure that nobody wanted in the end changes nothing, and its number is forgotten within a day", async () => {
  await receive("lead", { lead_id: "L8", phone_number: "2135550123" });
  await giveUp(await look());
  const forgotten = await look();
  await db.query(sql.unsafe`update erasures set asked_at = now() - interval '25 hours' where id = ${forgotten.id}`);
  await applyRetention();
  assert.equal(await findErasure(db, forgotten.id), null);
  const lead = await db.oneFirst(sql.type(z.object({ phone_number: z.string().nullable() }))`
    select phone_number from contacts where lead_id = 'L8'`);
  assert.equal(lead, "2135550123");
});

test("text that is no phone number erases nobody", async () => {
  for (const text of ["12345", ""]) assert.equal(await lookForPersonLater(db, text, admin), null);
});
