import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { deleteRecordings } from "#app/db/archive/archived-recordings.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { findErasure } from "#app/db/erasure/erasures.server.ts";
import { findHold, listHolds, listHoldsOfCall, listHoldsOfLead } from "#app/db/keeping/holds.server.ts";
import { deleteLeads } from "#app/db/leads/mixed-leads.server.ts";
import { erasePersonNow } from "#app/features/erasure/erase-person-now.server.ts";
import { endHold } from "#app/features/keeping/end-hold.server.ts";
import { placeHold } from "#app/features/keeping/place-hold.server.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { admin, confirm, dump, look } from "#test/erasing.ts";
import { addArchivedCall } from "#test/keeping.ts";
import { receive, rows } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
beforeEach(async () => {
  await emptyTables();
  await emptyAuditLog();
  await owner().query(sql.unsafe`truncate holds, erasures, archive_removals cascade`);
});

const CASE = { name: "Case 12", reason: "A letter of a lawyer" };
const hold = async (what: Parameters<typeof placeHold>[2]["target"], said = CASE) =>
  placeHold(db, said, { target: what, query: null }, admin);
const namesOf = async (callId: string) => (await listHoldsOfCall(db, callId)).map(({ name }) => name);
const Id = z.object({ id: z.number() });
const leadOf = (leadId: string) => db.oneFirst(sql.type(Id)`select id from contacts where lead_id = ${leadId}`);

test("a hold over a lead is over all its calls, also those to come", async () => {
  await receive("lead", { lead_id: "L1", phone_number: "2135550123" });
  await receive("call", { call_id: "C1", lead_id: "L1" });
  const placed = await hold({ contactId: await leadOf("L1") });
  await receive("call", { call_id: "C2", lead_id: "L1" });
  await receive("call", { call_id: "C3", lead_id: "L2" });
  assert.deepEqual([await namesOf("C1"), await namesOf("C2"), await namesOf("C3")], [["Case 12"], ["Case 12"], []]);
  assert.equal((await findHold(db, placed?.id ?? 0))?.calls, 2);
});

test("a call on hold keeps its lead, and stays on hold when the lead is sorted again or the call moves to another", async () => {
  await receive("lead", { lead_id: "L1", phone_number: "2135550123" });
  await receive("call", { call_id: "C1", lead_id: "L1" });
  const id = await leadOf("L1");
  await hold({ callIds: ["C1"] });
  assert.equal((await listHoldsOfLead(db, id)).length, 1);
  await hold({ contactId: id }, { ...CASE, name: "Of the lead" });
  await receive("call", { call_id: "C2", lead_id: "L1" });
  await receive("call", { call_id: "C3", lead_id: "L1" });
  await db.query(sql.unsafe`update calls set contact_id = null where call_id = 'C3'`);
  await deleteLeads(db, [id]);
  assert.deepEqual(await namesOf("C1"), ["Case 12", "Of the lead"]);
  assert.deepEqual(await namesOf("C2"), ["Of the lead"]);
  assert.deepEqual(await namesOf("C3"), ["Of the lead"]);
});

test("a hold over a search is over what it finds now; the same name adds to it, and another ending does not end it", async () => {
  await addArchivedCall("C1", { campaign: "Medicare" });
  await addArchivedCall("C2", { campaign: "Other" });
  const first = await hold({ filter: { campaign: "Medicare" } });
  await addArchivedCall("C3", { campaign: "Medicare" });
  const more = await hold({ callIds: ["C2"] }, { ...CASE, name: "CASE 12" });
  const other = await hold({ callIds: ["C1"] }, { ...CASE, name: "Case 13" });
  assert.deepEqual([first?.id, more?.count], [more?.id, 1]);
  assert.deepEqual(
    [await namesOf("C1"), await namesOf("C2"), await namesOf("C3")],
    [["Case 12", "Case 13"], ["Case 12"], []],
  );
  assert.equal(await endHold(db, first?.id ?? 0, admin), true);
  assert.equal(await endHold(db, first?.id ?? 0, admin), false);
  assert.deepEqual([await namesOf("C1"), await namesOf("C2")], [["Case 13"], []]);
  assert.deepEqual(
    (await listHolds(db)).map(({ id, calls, bytes }) => [id, calls, bytes]),
    [
      [other?.id, 1, 1000],
      [first?.id, 2, 2000],
    ],
  );
});

test("a hold over nothing is none", async () => {
  assert.equal(await hold({ callIds: ["no"] }), null);
  assert.equal(await hold({ contactId: 4711 }), null);
  assert.deepEqual(await listHolds(db), []);
});

test("the database itself refuses to delete a call or a recording on hold, whatever the statement", async () => {
  await addArchivedCall("C1");
  const placed = await hold({ callIds: ["C1"] });
  const RecordingId = z.object({ id: z.number() });
  const id = await db.oneFirst(sql.type(RecordingId)`select id from archived_recordings`);
  await assert.rejects(db.query(sql.unsafe`delete from calls`), /on hold/);
  await assert.rejects(db.query(sql.unsafe`delete from archived_recordings`), /on hold/);
  await assert.rejects(deleteRecordings(db, [id], "person"), /on hold/);
  await endHold(db, placed?.id ?? 0, admin);
  await deleteRecordings(db, [id], "person");
  await db.query(sql.unsafe`delete from calls`);
});

test("an erasure erases what is not on hold, and the words of the hold with the rest when it ends", async () => {
  await receive("lead", { lead_id: "L1", first_name: "Zenobia", last_name: "Quill", phone_number: "2135550123" });
  await receive("call", { call_id: "C1", lead_id: "L1", agent_comment: "wrote about the price" });
  await receive("call", { call_id: "C2", lead_id: "L1", agent_comment: "asked to be called" });
  const placed = await hold({ callIds: ["C1"] }, { name: "Quill, Zenobia", reason: "Sues about +1 213 555 0123" });
  const looked = await look();
  assert.deepEqual(looked.found.held, { leads: 1, calls: 1, deliveries: 2, holds: ["Quill, Zenobia"] });
  assert.equal(looked.found.counts.calls, 1);
  await confirm(looked);
  await erasePersonNow(looked.id);
  assert.equal((await findErasure(db, looked.id))?.state, "held");
  const calls = await rows("calls");
  assert.deepEqual(calls.map(({ call_id, agent_comment }) => [call_id, agent_comment]).sort(), [
    ["C1", "wrote about the price"],
    ["C2", null],
  ]);
  assert.match(await dump(), /Quill, Zenobia/);
  await endHold(db, placed?.id ?? 0, admin);
  const Task = z.object({ task_identifier: z.string() });
  const queued = await db.anyFirst(sql.type(Task)`select task_identifier from graphile_worker.jobs`);
  assert.ok(queued.includes("erase_person"));
  await erasePersonNow(looked.id);
  assert.equal((await findErasure(db, looked.id))?.state, "done");
  assert.doesNotMatch(await dump(), /5550123|Quill|about the price/);
});
