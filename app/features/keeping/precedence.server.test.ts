import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { findCertificate, findErasure } from "#app/db/erasure/erasures.server.ts";
import { type RetentionRule, replaceRules } from "#app/db/keeping/retention-rules.server.ts";
import { env } from "#app/env.server.ts";
import { removeFiles } from "#app/features/archive/remove-files.server.ts";
import { erasePersonNow } from "#app/features/erasure/erase-person-now.server.ts";
import { endHold } from "#app/features/keeping/end-hold.server.ts";
import { placeHold } from "#app/features/keeping/place-hold.server.ts";
import { applyRetention } from "#app/features/retention/apply-retention.server.ts";
import { clearTestData } from "#app/features/retention/clear-test-data.server.ts";
import { idAt } from "#app/lib/event-id.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { admin, confirm, dump, isInside, look } from "#test/erasing.ts";
import { createTestArchive, everything, ruleNamed } from "#test/keeping.ts";
import { receive } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
const file = join(await createTestArchive(), "1.mp3");
Object.assign(env(), { RETENTION_PAYLOAD_DAYS: 90, RETENTION_TEST_DATA_DAYS: 30 });

beforeEach(async () => {
  await emptyTables();
  await owner().query(sql.unsafe`truncate holds, retention_rules, archive_removals, erasures cascade`);
});

const DAYS = 100;
const receivedAt = new Date(Date.now() - DAYS * 24 * 3_600_000);
const classes: Record<"none" | "keeps" | "over", RetentionRule[]> = {
  none: [],
  keeps: [ruleNamed("sales", { keep_count: 10, keep_unit: "years", disposition: "sale" }), everything(1, "days")],
  over: [everything(90, "days")],
};
type Case = { isHeld: boolean; isErased: boolean; class: keyof typeof classes; isTest: boolean };

/** A lead with one call of a hundred days ago, whose recording is in the archive. @returns the call's id */
async function fill(isTest: boolean): Promise<string> {
  const id = isTest ? "test-C1" : "C1";
  const at = { receivedAt, eventId: idAt(receivedAt) };
  const later = { receivedAt, eventId: idAt(new Date(receivedAt.getTime() + 1000)) };
  const lead = { lead_id: isTest ? "test-L1" : "L1", first_name: "Zenobia", last_name: "Quill" };
  await receive("lead", { ...lead, phone_number: "2135550123" }, at);
  const call = { call_id: id, lead_id: lead.lead_id, phone_number: "2135550123", disposition: "SALE" };
  await receive("call", call, later);
  await db.query(sql.unsafe`
    update calls set occurred_at = ${receivedAt.toISOString()}::timestamptz, updated_at = ${receivedAt.toISOString()}::timestamptz`);
  await db.query(sql.unsafe`update contacts set updated_at = ${receivedAt.toISOString()}::timestamptz`);
  await db.query(sql.unsafe`
    insert into archived_recordings (call_id, place, call_at, source_url, state, store, key, bytes, sha256, copied_at, verified_at)
    select call_id, 1, occurred_at, 'https://x.example/12135550123.mp3', 'archived', 'folder', '1.mp3', 1000,
      decode(repeat('ab', 32), 'hex'), now(), now()
    from calls`);
  await writeFile(file, "sound");
  return id;
}

const Left = z.object({
  call: z.boolean(),
  phone: z.boolean(),
  lead: z.boolean(),
  recording: z.string().nullable(),
  payload: z.boolean(),
});
type Left = z.infer<typeof Left> & { file: boolean };
async function whatIsLeft(): Promise<Left> {
  const rows = await db.one(sql.type(Left)`
    select exists (select from calls) as call,
      exists (select from calls where phone_number is not null) as phone,
      exists (select from contacts) as lead,
      (select state from archived_recordings) as recording,
      exists (select from call_events where body is not null) as payload`);
  return { ...rows, file: existsSync(file) };
}

/** What is left without a hold: erasure over class, and a class over clearing test data. */
function expected({ isErased, class: name, isTest }: Case): Left {
  const gone = { lead: false, phone: false, payload: false, file: false };
  if (isErased) return { ...gone, call: !isTest, recording: null };
  const lead = !isTest;
  if (name === "over") return { ...gone, lead, phone: lead, call: lead, recording: lead ? "deleted" : null };
  const isKept = name === "keeps" || !isTest;
  return {
    call: isKept,
    phone: isKept,
    lead,
    recording: isKept ? "archived" : null,
    payload: false,
    file: isKept,
  };
}
const UNTOUCHED = { call: true, phone: true, lead: true, recording: "archived", payload: true, file: true };

/** Everything that deletes, in the order in which it may happen. @returns the erasure's number, if there is one */
async function deleteAll(isErased: boolean): Promise<number | null> {
  let id: number | null = null;
  if (isErased) {
    const looked = await look();
    assert.equal(await confirm(looked), null);
    await erasePersonNow(looked.id);
    id = looked.id;
  }
  await clearTestData(db, admin);
  await applyRetention();
  await removeFiles();
  return id;
}

for (const isHeld of [false, true]) {
  for (const isErased of [false, true]) {
    for (const name of ["none", "keeps", "over"] as const) {
      for (const isTest of [false, true]) {
        const one: Case = { isHeld, isErased, class: name, isTest };
        const words = `${isHeld ? "on hold" : "no hold"}, ${isErased ? "erased" : "not erased"}, class ${name}, ${isTest ? "test data" : "real"}`;
        test(`a hold decides first, then an erasure, then a rule: ${words}`, () => check(one));
      }
    }
  }
}

async function check(one: Case): Promise<void> {
  const callId = await fill(one.isTest);
  await replaceRules(db, classes[one.class]);
  const held = { name: "Case 12", reason: "Letter of a lawyer" };
  const target = { target: { callIds: [callId] }, query: null };
  const hold = one.isHeld ? await placeHold(db, held, target, admin) : null;
  const erasure = await deleteAll(one.isErased);
  assert.deepEqual(await whatIsLeft(), one.isHeld ? UNTOUCHED : expected(one));
  if (hold) {
    if (erasure !== null) await assertWaits(erasure);
    assert.equal(await endHold(db, hold.id, admin), true);
    if (erasure !== null) await erasePersonNow(erasure);
    await deleteAll(false);
    assert.deepEqual(await whatIsLeft(), expected(one), "after the hold");
  }
  if (erasure !== null) await assertCertified(erasure, one.isHeld);
}

async function assertWaits(id: number): Promise<void> {
  const waiting = await findErasure(db, id);
  assert.equal(waiting?.state, "held");
  assert.deepEqual(waiting.found?.held, { leads: 1, calls: 1, deliveries: 2, holds: ["Case 12"] });
  await erasePersonNow(id);
  assert.equal((await findErasure(db, id))?.state, "held", "it waits, however often it is tried");
}

async function assertCertified(id: number, wasHeld: boolean): Promise<void> {
  const done = await findErasure(db, id);
  assert.equal(done?.state, "done", done?.found?.note ?? "");
  const certificate = await findCertificate(db, done.certificate_id ?? 0);
  assert.equal(certificate?.details.heldSince !== undefined, wasHeld);
  assert.equal(isInside(await dump()), false);
}
