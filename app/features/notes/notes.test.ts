import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { listCalls } from "#app/db/calls/list-calls.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { contactRows, listContacts } from "#app/db/leads/contacts.server.ts";
import { listJourney } from "#app/db/leads/lead-journey.server.ts";
import { applyChange } from "#app/features/identity/sort-anew.server.ts";
import { endHold } from "#app/features/keeping/end-hold.server.ts";
import { placeHold } from "#app/features/keeping/place-hold.server.ts";
import { listShownNotes } from "#app/features/notes/list-shown-notes.server.ts";
import { NoteText, removeNote, writeNote } from "#app/features/notes/write-note.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { callQuery } from "#app/http/call-query.server.ts";
import { leadQuery } from "#app/http/lead-query.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { dump, erase } from "#test/erasing.ts";
import { receive } from "#test/receiving.ts";

await createTestDatabase();
await installJobQueue();
const db = await pool();
beforeEach(() => emptyTables());

const olga = { actor: "olga@example.com", role: "operator", sourceAddress: null } as const;
const otto = { ...olga, actor: "otto@example.com" } as const;
const ann = { ...olga, actor: "ann@example.com", role: "admin" } as const;
const vic = { ...olga, actor: "vic@example.com", role: "viewer" } as const;
const Id = z.object({ id: z.number() });
const idOf = (leadId: string) => db.oneFirst(sql.type(Id)`select id from contacts where lead_id = ${leadId}`);
const Text = z.object({ text: z.string() });
const texts = () => db.anyFirst(sql.type(Text)`select text from notes order by id`);
const lastNote = () => db.oneFirst(sql.type(Id)`select max(id) as id from notes`);

async function fill(): Promise<number> {
  const lead = { lead_id: "L1", first_name: "Zenobia", last_name: "Quill", phone_number: "2135550123" };
  await receive("lead", lead);
  await receive("call", { call_id: "C1", ...lead, status: "NI" });
  await receive("lead", { lead_id: "L2", first_name: "Bo", phone_number: "3105550177" });
  return idOf("L1");
}

test("a note is deleted by who wrote it or by an admin, and the audit has who did it without the text", async () => {
  const contactId = await fill();
  assert.ok(await writeNote(db, { contactId }, "Asked for a discount", olga));
  assert.equal(await writeNote(db, { callId: "no such call" }, "lost", olga), false);
  assert.equal(await removeNote(db, await lastNote(), otto), "none");
  assert.equal(await removeNote(db, await lastNote(), vic), "none");
  assert.equal(await removeNote(db, await lastNote(), olga), "deleted");
  assert.ok(await writeNote(db, { callId: "C1" }, "Asked for a discount", olga));
  assert.equal(await removeNote(db, await lastNote(), ann), "deleted");
  assert.deepEqual(await texts(), []);
  const Entry = z.object({ actor: z.string(), action: z.string(), target: z.string(), details: z.string() });
  const entries = await db.any(sql.type(Entry)`
    select actor, action, target, details::text from audit_log where action like '%note%' order by id`);
  assert.deepEqual(
    entries.map(({ actor, action, target }) => [actor, action, target]),
    [
      [olga.actor, "add note to lead", String(contactId)],
      [olga.actor, "delete note of lead", String(contactId)],
      [olga.actor, "add note to call", "C1"],
      [ann.actor, "delete note of call", "C1"],
    ],
  );
  assert.ok(!/discount/.test(entries.map(({ details }) => details).join()));
});

test("a text of blanks or invisible characters alone is no note, and a line break counts once", () => {
  for (const text of [" \r\n ", "\u0001\u0007", "\u200b\u00a0\u2060", "\t"]) {
    assert.equal(NoteText.safeParse(text).success, false, JSON.stringify(text));
  }
  assert.equal(NoteText.parse("a\u0007b\tc\nd 👋"), "ab\tc\nd 👋");
  assert.equal(NoteText.parse(`${"a\r\n".repeat(1000)}`).length, 1999);
  assert.equal(NoteText.safeParse("a".repeat(2001)).success, false);
});

const request = (search: string) => new Request(`https://portal.example.com/?${new URLSearchParams({ search })}`);
async function found(search: string, isMasked = false) {
  const calls = await listCalls(db, callQuery(request(search), { isMasked }).filter);
  const leads = await listContacts(db, { ...leadQuery(request(search)).filter, isMasked });
  return [leads.rows.map(({ lead_id }) => lead_id), calls.rows.map(({ call_id }) => call_id)];
}

test("words of a note find its lead and its call, in the box and behind note:, and nobody who may not read it", async () => {
  const contactId = await fill();
  await writeNote(db, { contactId }, "Wants solar panels; call O’Brien back", olga);
  for (const search of ["solar", "note:pan", 'note:"call back"', "note:o'brien", "note:Sólar"]) {
    assert.deepEqual(await found(search), [["L1"], ["C1"]], search);
    assert.deepEqual(await found(search, true), [[], []], `${search}, by a viewer`);
  }
  for (const search of ["note:lar", "note:quill", "note:'", 'note:"solar roof"']) {
    assert.deepEqual(await found(search), [[], []], search);
  }
  assert.deepEqual(await found("note:solar quill"), [["L1"], ["C1"]]);
  assert.deepEqual(await found("note:solar bo"), [[], []]);
  await writeNote(db, { callId: "C1" }, `Payroll ${"x".repeat(1900)}`, olga);
  assert.deepEqual(await found("note:payroll"), [[], ["C1"]]);
  assert.match(callQuery(request("-note:solar"), { isMasked: true }).faults[0]?.message ?? "", /role “operator”/);
});

test("notes stand in the journey and the export of their lead, and a viewer sees who wrote them alone", async () => {
  const contactId = await fill();
  await writeNote(db, { contactId }, "of the lead", olga);
  await writeNote(db, { callId: "C1" }, "of the call", olga);
  const { steps } = await listJourney(db, contactId, "newest");
  assert.deepEqual(steps.filter(({ kind }) => kind === "note").length, 2);
  const [shown] = await listShownNotes(db, { contactId }, vic, shownTo(vic).note);
  assert.deepEqual([shown?.text, shown?.author, shown?.mayDelete], ["hidden", olga.actor, false]);
  const exported = await db.any(sql.type(z.object({ lead_id: z.string(), notes: z.string().nullable() }))`
    select lead_id, notes from (${contactRows({})}) as exported order by lead_id`);
  assert.match(exported[0]?.notes ?? "", /^20\S+ \S+ olga@example.com: of the lead$/);
  assert.equal(exported[1]?.notes, null);
});

test("an erasure takes the notes of the person and those that name them, and leaves what others have of their own", async () => {
  const contactId = await fill();
  const other = await idOf("L2");
  await writeNote(db, { contactId }, "Prefers mornings", olga);
  await writeNote(db, { callId: "C1" }, "Was friendly", olga);
  await writeNote(db, { contactId: other }, "Is married to Zenobia Quill", olga);
  await writeNote(db, { contactId: other }, "Call 310-555-0177", olga);
  const counts = await erase();
  assert.deepEqual(await texts(), ["Call 310-555-0177"]);
  assert.equal(counts.mentions, 1);
  assert.ok(!/mornings|friendly/.test(await dump()));
});

test("notes on what is on hold stay until the hold ends", async () => {
  const contactId = await fill();
  await writeNote(db, { contactId }, "Prefers mornings", olga);
  await writeNote(db, { callId: "C1" }, "Zenobia Quill was friendly", olga);
  await placeHold(db, { name: "Case", reason: "Lawsuit" }, { target: { contactId }, query: null }, ann);
  await assert.rejects(erase());
  assert.deepEqual(await texts(), ["Prefers mornings", "Zenobia Quill was friendly"]);
});

test("nobody deletes a note on what is on hold, not even who wrote it, until the hold ends", async () => {
  const contactId = await fill();
  const placed = await placeHold(db, { name: "Case 12", reason: "Court" }, { target: { contactId }, query: null }, ann);
  for (const target of [{ contactId }, { callId: "C1" }]) {
    await writeNote(db, target, "Asked for a discount", ann);
    assert.equal(await removeNote(db, await lastNote(), ann), "held");
  }
  assert.equal((await texts()).length, 2);
  await endHold(db, placed?.id ?? 0, ann);
  assert.equal(await removeNote(db, await lastNote(), ann), "deleted");
});

test("notes follow a lead that is joined with another", async () => {
  const kept = await fill();
  const other = await idOf("L2");
  await writeNote(db, { contactId: other }, "Prefers mornings", olga);
  assert.deepEqual(await applyChange(db, { kind: "join", contactId: kept, withId: other }, ann), { leadIds: [kept] });
  const [note] = await listShownNotes(db, { contactId: kept }, otto, shownTo(otto).note);
  assert.deepEqual([note?.text, note?.author, note?.mayDelete], ["Prefers mornings", olga.actor, false]);
});
