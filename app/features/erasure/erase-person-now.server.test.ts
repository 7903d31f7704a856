import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { findErasure, type PersonCounts } from "#app/db/erasure/erasures.server.ts";
import { lookForPersonLater } from "#app/features/erasure/ask-for-erasure.server.ts";
import { giveUpErasure } from "#app/features/erasure/give-up-erasure.server.ts";
import { isCertificateOf } from "#app/features/privacy/digest-phone.server.ts";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";
import { applyRetention } from "#app/features/retention/apply-retention.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { admin, dump, erase, isInside, look, select } from "#test/erasing.ts";
import { receive } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();

const FORM = { contentType: "application/x-www-form-urlencoded" };
const NONE: PersonCounts = {
  leads: 0,
  calls: 0,
  deliveries: 0,
  recordingSearches: 0,
  recordings: 0,
  auditEntries: 0,
  mentions: 0,
};
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

test("after an erasure no table holds the person, the strangers and the facts stay, and nothing brings the link back", async () => {
  await fill();
  const before = await dump();
  assert.ok(isInside(before) && before.includes("Zenobia"));
  const expected = {
    leads: 2,
    calls: 5,
    deliveries: 10,
    recordingSearches: 4,
    recordings: 1,
    auditEntries: 1,
    mentions: 3,
  };
  const all = (await look()).found.leads.map(({ id }) => id);
  const unwanted = await select(await look(), all); // somebody else asked for the same, and left it at that
  assert.deepEqual(unwanted.found.counts, expected);

  assert.deepEqual(await erase("213-555-0123", all), expected, "what was announced is what was done");
  const left = await dump();
  assert.ok(!isInside(left), "the number");
  assert.ok(!/Zenobia|Quill/.test(left), "the name");
  const again = await look();
  assert.deepEqual(again.found.counts, NONE);
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

test("the audit entry says who, when and how much, and about whom only to a portal that is asked about the number", async () => {
  const Entry = z.object({ actor: z.string(), details: z.record(z.string(), z.unknown()) });
  const { actor, details } = await db.one(
    sql.type(Entry)`select actor, details from audit_log where action = 'erase person'`,
  );
  assert.equal(actor, "Ann");
  assert.equal(details.deliveries, 10);
  assert.ok(isCertificateOf(String(details.phone_digest), "(213) 555-0123"));
  assert.ok(!isCertificateOf(String(details.phone_digest), "2135550124"));
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
  for (const text of ["12345", ""]) assert.equal(await lookForPersonLater(db, { phone: text }, admin), null);
});
