import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { type FragmentSqlToken, sql } from "slonik";
import { v4, v7 } from "uuid";
import { callRows, listCalls } from "#app/db/calls/list-calls.server.ts";
import type { CopyFormat } from "#app/db/connection/copy-out.server.ts";
import { type ExportProgress, findExportProgress } from "#app/db/connection/export-progress.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { eventRows, listEvents } from "#app/db/deliveries/call-events.server.ts";
import { contactRows, listContacts } from "#app/db/leads/contacts.server.ts";
import { exportQuery } from "#app/db/lists/export-query.server.ts";
import type { ExportedList } from "#app/features/export/export-columns.server.ts";
import { exportList } from "#app/features/export/export-list.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
const operator = { actor: "Ann", role: "operator", sourceAddress: null } as const;

/** The file, and what is told of it when it is whole. */
async function exported(list: ExportedList, rows: FragmentSqlToken, format: CopyFormat = "csv") {
  const { signal } = new AbortController();
  const order = { list, rows, format, filter: {}, timeZone: "America/Los_Angeles", id: v4(), signal };
  const bytes = await new Response(await exportList(db, order, operator)).bytes();
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  let progress: ExportProgress | null = null;
  for (let tries = 0; tries < 500 && (progress === null || progress.isRunning); tries++) {
    progress = await findExportProgress(db, order.id);
    await sleep(10);
  }
  return { text, bytes: bytes.length, progress };
}

async function lines(list: ExportedList, rows: FragmentSqlToken): Promise<Record<string, unknown>[]> {
  const { text } = await exported(list, rows, "ndjson");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

async function insertLead(firstName: string, campaign: string, phone: string | null = null) {
  await db.query(sql.unsafe`
    insert into contacts (match_key, first_name, campaign, phone_e164, phone_number, created_at, last_event_id)
    values (${v7()}, ${firstName}, ${campaign}, ${phone}, ${phone}, '2026-07-01T19:00:00Z', ${v7()}::uuid)`);
}

test("a cell that a spreadsheet would run is disarmed, a phone is not, and times are as spreadsheets read them", async () => {
  await insertLead('=HYPERLINK("https://bad.example")', "@sum", "+12135550123");
  const { text } = await exported("leads", contactRows({ search: "HYPERLINK" }));
  const [names, line = "", ...rest] = text.split("\n");
  assert.match(names ?? "", /^\uFEFFid,lead_id,first_name/);
  assert.ok(line.includes(`"'=HYPERLINK(""https://bad.example"")"`), line);
  assert.ok(line.includes(",'@sum,"), line);
  assert.ok(line.includes(",+12135550123,+12135550123,"), line);
  assert.ok(line.includes(",2026-07-01 12:00:00,"), line);
  assert.ok(names?.endsWith(",time_zone") && line.endsWith(",America/Los_Angeles"), line);
  assert.deepEqual(rest, [""]);
});

test("a formula that would begin a cell where semicolons or lines part them is disarmed, too", async () => {
  const pairs = {
    "x;=1+1": "x;'=1+1",
    'x; "@sum': `x; "'@sum`,
    "two\nlines": "two\nlines",
    "a\n-b": "a\n'-b",
    "a;b": "a;b",
  };
  for (const [sent, written] of Object.entries(pairs)) {
    const rows = exportQuery(sql.fragment`select ${sent}::text as cell`, { cell: "text" }, "csv");
    assert.equal(await db.oneFirst(sql.unsafe`${rows}`), written);
  }
  const inJson = sql.fragment`select ${JSON.stringify({ "k;=1": "x;=cmd()" })}::jsonb as cell`;
  const cell = await db.oneFirst(sql.unsafe`${exportQuery(inJson, { cell: "json" }, "csv")}`);
  assert.equal(cell, `{"k;'=1": "x;'=cmd()"}`);
  const line = await db.oneFirst(sql.unsafe`${exportQuery(inJson, { cell: "json" }, "ndjson")}`);
  assert.deepEqual(line, { cell: { "k;=1": "x;=cmd()" } });
});

test("no text that somebody sends begins a cell as a formula does, and none is changed but for that", async () => {
  const start = fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", "a", '"');
  const text = fc.tuple(start, fc.string({ unit: "grapheme" })).map((parts) => parts.join("").replaceAll("\0", ""));
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const rows = exportQuery(sql.fragment`select ${value}::text as cell`, { cell: "text" }, "csv");
      const cell = await db.oneFirst(sql.unsafe`${rows}`);
      const isHarmless = /^[a"]/.test(value) || /^\+\d+$/.test(value);
      const parted = value.replace(/([;\t\n\r][ "]*)([-+=@\uFF0B\uFF0D\uFF1D\uFF20])/g, "$1'$2");
      assert.equal(cell, isHarmless ? parted : `'${parted}`);
    }),
    { numRuns: 300 },
  );
});

test("NDJSON holds every value as it is, a row a line, also with line breaks, quotes and bodies that are no text", async () => {
  const awkward = '=1+1\n"quoted", \\backslash\\ \u2028 \uD83D\uDE00';
  await insertLead(awkward, "Awkward");
  const [lead] = await lines("leads", contactRows({ search: "backslash" }));
  assert.equal(lead?.first_name, awkward);
  assert.equal(lead?.is_test, false);
  assert.equal(new Date(String(lead?.created_at)).toISOString(), "2026-07-01T19:00:00.000Z");
  assert.match(String(lead?.created_at), /-07:00$/);

  await receiveDelivery(rawDelivery("lead", Buffer.from([0x7b, 0xff, 0x00, 0x22])));
  await receiveDelivery(rawDelivery("call", { call_id: "export-1", disposition: "Größe" }));
  const [call, broken] = await lines("deliveries", eventRows({}));
  assert.equal(call?.body, '{"call_id":"export-1","disposition":"Größe"}');
  assert.equal(broken?.body, '{\\377\\000"');
});

test("the export of calls has the agent's id in Convoso and their name", async () => {
  await receiveDelivery(
    rawDelivery("call", { call_id: "pay-1", agent_id: "A-77", agent_name: "Dana", campaign: "Pay" }),
  );
  const [call] = await lines("calls", callRows({ campaign: "Pay" }));
  assert.deepEqual([call?.convoso_agent_id, call?.agent_name], ["A-77", "Dana"]);
});

test("an export holds exactly the rows of its list, in its order, and its end is told", async () => {
  for (const name of ["one", "two", "three"]) await insertLead("Many", name);
  for (const call of ["a", "b", "c"]) await receiveDelivery(rawDelivery("call", { call_id: call, campaign: "Mine" }));
  const filter = { campaign: "Mine" };
  const leads = (await listContacts(db, { search: "Many" })).rows.map(({ id }) => id);
  const calls = (await listCalls(db, filter)).rows.map(({ call_id }) => call_id);
  const events = (await listEvents(db, { outcome: "processed" })).rows.map(({ id }) => id);
  assert.ok(leads.length === 3 && calls.length === 3 && events.length > 0);
  assert.deepEqual(
    (await lines("leads", contactRows({ search: "Many" }))).map(({ id }) => id),
    leads,
  );
  assert.deepEqual(
    (await lines("calls", callRows(filter))).map(({ call_id }) => call_id),
    calls,
  );
  assert.deepEqual(
    (await lines("deliveries", eventRows({ outcome: "processed" }))).map(({ id }) => id),
    events,
  );
  const { bytes, progress } = await exported("calls", callRows(filter));
  assert.deepEqual(progress, { isRunning: false, rows: 3, bytes });
});
