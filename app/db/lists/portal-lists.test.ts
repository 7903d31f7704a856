import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { v7 } from "uuid";
import { listCampaigns, listDispositions } from "#app/db/calls/call-choices.server.ts";
import type { CallFilter } from "#app/db/calls/call-filter.server.ts";
import { findCall, listCalls } from "#app/db/calls/list-calls.server.ts";
import { listSortedCalls } from "#app/db/calls/sort-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { findEvent, listEvents } from "#app/db/deliveries/call-events.server.ts";
import type { ContactFilter } from "#app/db/leads/contact-filter.server.ts";
import { findContact, listContacts } from "#app/db/leads/contacts.server.ts";
import { listLeadChoices } from "#app/db/leads/lead-choices.server.ts";
import type { CallOrder } from "#app/lib/call-orders.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

// Two leads, one of them sold to; sixty calls, all in the same second; three deliveries, one of them days old.
await db.query(sql.unsafe`
  insert into agents (agent_id, name) values ('A1', 'Jane Roe')`);
await db.query(sql.unsafe`
  insert into contacts (lead_id, first_name, last_name, phone_number, phone_e164, email, campaign, state, list_id, created_at,
    last_event_id) values
    ('L1', 'Ann', 'O''Neil', '(213) 555-0123', '+12135550123', 'ann_1@example.com', 'Medicare', 'CA', '7', now(), ${v7()}::uuid),
    ('L2', 'Bob', 'Miller', '213-555-0124', '+12135550124', 'bob%2@example.com', null, 'TX', null, now(), ${v7()}::uuid)`);
await db.query(sql.unsafe`
  insert into calls (call_id, direction, duration_seconds, contact_id, agent_id, campaign, disposition, occurred_at, created_at,
    last_event_id, recording_url)
  select 'c' || lpad(n::text, 2, '0'), case when n % 3 = 0 then 'inbound' else 'outbound' end, n, 1, 1, case when n % 2 = 0 then 'Even' else 'Odd' end,
    case when n = 60 then 'Sale' else 'NI' end, '2026-11-20T10:00:00.123456Z', now(), ${v7()}::uuid,
    case when n = 1 then 'https://recordings.example.com/secret.mp3' end
  from generate_series(1, 60) as n`);
await db.query(sql.unsafe`
  insert into pending_recordings (call_id, state) values ('c01', 'found'), ('c02', 'waiting'), ('c03', 'gave_up')`);
const [old, recent, misrouted] = [hoursAgo(50), hoursAgo(2), hoursAgo(1)].map((at) => ({ id: v7({ msecs: +at }), at }));
for (const [event, outcome, isMisrouted] of [
  [old, "refused", false],
  [recent, "refused", false],
  [misrouted, "processed", true],
] as const) {
  await db.query(sql.unsafe`
    insert into call_events (id, endpoint, outcome, is_misrouted, received_at, method, headers, body, body_size, http_status,
      call_id, contact_id)
    values (${event?.id ?? null}::uuid, 'call', ${outcome}, ${isMisrouted}, ${event?.at.toISOString() ?? null}, 'POST', '{"a":"b"}',
      ${sql.binary(Buffer.from([0, 255, 1]))}, 3, 200, 'c02', 1)`);
}

test("a call shows the name of its disposition from the settings, and the name as sent where they have none", async () => {
  const { rows } = await listCalls(db, {});
  assert.equal(rows.find(({ disposition }) => disposition === "NI")?.disposition_label, "Not interested");
  assert.equal((await findCall(db, "c60"))?.disposition_label, "Sale");
  await db.query(sql.unsafe`update calls set disposition = 'Odd', disposition_name = 'As sent' where call_id = 'c60'`);
  assert.equal((await findCall(db, "c60"))?.disposition_label, "As sent");
  await db.query(sql.unsafe`update calls set disposition = 'Sale', disposition_name = null where call_id = 'c60'`);
});

const callIds = async (filter: CallFilter) => (await listCalls(db, filter)).rows.map((call) => call.call_id);

test("pages of calls of the same moment neither skip nor repeat one", async () => {
  const first = await listCalls(db, {});
  const second = await listCalls(db, {}, { before: first.older ?? "" });
  const ids = [...first.rows, ...second.rows].map((call) => call.call_id);
  assert.equal(new Set(ids).size, 60);
  assert.deepEqual([second.older, second.rows.length], [null, 10]);
  const back = await listCalls(db, {}, { after: second.newer ?? "" });
  assert.deepEqual(back.rows, first.rows);
});

test("calls are sorted by length and disposition, or from the oldest on, and pages neither skip nor repeat one", async () => {
  const ids = async (order: CallOrder, asked = {}) => {
    const page = await listSortedCalls(db, {}, order, asked);
    return { ...page, ids: page?.rows.map(({ call_id }) => call_id) };
  };
  const numbered = (from: number, to: number) =>
    Array.from({ length: Math.abs(to - from) + 1 }, (_, place) => from + (to > from ? place : -place)).map(
      (n) => `c${String(n).padStart(2, "0")}`,
    );
  for (const [order, all] of [
    ["longest", numbered(60, 1)],
    ["shortest", numbered(1, 60)],
    ["oldest", numbered(1, 60)],
    ["disposition", [...numbered(59, 1), "c60"]],
    ["agent", numbered(60, 1)],
  ] as const) {
    const first = await ids(order);
    assert.deepEqual([first.ids, first.newer], [all.slice(0, 50), null], order);
    const second = await ids(order, { before: first.older });
    assert.deepEqual([second.ids, second.older], [all.slice(50), null], order);
    assert.deepEqual((await ids(order, { after: second.newer })).ids, first.ids, order);
  }
  assert.equal(await listSortedCalls(db, {}, "longest", {}, 50, 59), null, "too many to sort");
});

test("a recording's state is the call's own link first, then its search, then none", async () => {
  assert.deepEqual(await callIds({ recording: "found" }), ["c01"]);
  assert.deepEqual(await callIds({ recording: "waiting" }), ["c02"]);
  assert.deepEqual(await callIds({ recording: "gave_up" }), ["c03"]);
  assert.equal((await callIds({ recording: "none", campaign: "Odd" })).length, 28);
});

test("calls are found by what they do not name", async () => {
  assert.deepEqual(await callIds({ without: "campaign" }), []);
  await db.query(
    sql.unsafe`update calls set campaign = null, agent_id = null, disposition = null where call_id = 'c07'`,
  );
  for (const without of ["campaign", "agent", "disposition"] as const)
    assert.deepEqual(await callIds({ without }), ["c07"]);
  await db.query(sql.unsafe`update calls set campaign = 'Odd', agent_id = 1, disposition = 'NI' where call_id = 'c07'`);
});

test("calls are found by campaign, agent and disposition in any letter case", async () => {
  assert.equal((await callIds({ campaign: "Even", agentId: 1 })).length, 30);
  assert.deepEqual(await callIds({ disposition: "SALE" }), ["c60"]);
  assert.deepEqual(await callIds({ direction: "inbound", minSeconds: 11, maxSeconds: 12 }), ["c12"]);
  assert.deepEqual(await callIds({ campaign: "even" }), []);
});

test("a span of time begins with its first moment and ends before its last", async () => {
  const [before, at, after] = ["10:00:00.123Z", "10:00:00.123456Z", "10:00:00.124Z"].map(
    (t) => new Date(`2026-11-20T${t}`),
  );
  assert.equal((await callIds({ from: before, to: after })).length, 50);
  assert.deepEqual([await callIds({ from: after }), await callIds({ to: at })], [[], []]);
});

test("no read of a call gives its recording's link away", async () => {
  const call = await findCall(db, "c01");
  assert.equal(call?.recording_state, "found");
  assert.ok(!JSON.stringify([call, await listCalls(db, {})]).includes("secret.mp3"));
});

test("the choices of the filters are what the calls name, with what the dictionary says of a code", async () => {
  assert.deepEqual(await listCampaigns(db), ["Even", "Odd"]);
  assert.deepEqual(await listDispositions(db), [
    { code: "NI", name: "Not interested" },
    { code: "SALE", name: "Sale" },
  ]);
});

test("the choices of the leads' filters are what leads name", async () => {
  const choices = await Promise.all((["campaign", "list", "state"] as const).map((of) => listLeadChoices(db, of)));
  assert.deepEqual(choices, [["Medicare"], ["7"], ["CA", "TX"]]);
});

test("a lead is converted by a sale in any letter case, and new without a call", async () => {
  const conversions = (await listContacts(db, {})).rows.map((lead) => [lead.lead_id, lead.conversion, lead.call_count]);
  assert.deepEqual(conversions, [
    ["L2", "new", 0],
    ["L1", "converted", 60],
  ]);
  assert.equal((await findContact(db, 1))?.conversion, "converted");
});

test("leads are found by words of their name, phone in any notation or its last digits, e-mail and id", async () => {
  const found = async (search: string) => (await listContacts(db, { search })).rows.map((lead) => lead.lead_id);
  const ways = [
    "ann o'n",
    "NEIL, Ann",
    "neil",
    "213.555.0123",
    "+1 (213) 555-0123",
    "0123",
    "ann_1@",
    "Ann_1@Example.com",
  ];
  for (const search of [...ways, "L1"]) assert.deepEqual(await found(search), ["L1"], search);
  assert.deepEqual(await found("(213) 555"), ["L2", "L1"]);
  assert.deepEqual(await found("bob%2@"), ["L2"]);
  assert.deepEqual(await found("ann miller"), []);
  for (const marks of ["%", "\\", "'", "' | 'ann", "a:*b", "&", "@"])
    assert.ok(Array.isArray(await found(marks)), marks);
  assert.deepEqual([await found("%"), await found("\\'")], [[], []]);
});

test("leads are narrowed by conversion, campaign, list, state and when they came", async () => {
  const found = async (filter: ContactFilter) => (await listContacts(db, filter)).rows.map((lead) => lead.lead_id);
  assert.deepEqual(await found({ conversion: "converted", campaign: "Medicare", state: "CA", listId: "7" }), ["L1"]);
  assert.deepEqual(await found({ conversion: "lost" }), []);
  assert.deepEqual(await found({ conversion: "reached" }), ["L1"]);
  assert.deepEqual([await found({ from: hoursAgo(1) }), await found({ to: hoursAgo(1) })], [["L2", "L1"], []]);
});

test("pages of leads of the same moment neither skip nor repeat one", async () => {
  const first = await listContacts(db, {}, {}, 1);
  const second = await listContacts(db, {}, { before: first.older ?? "" }, 1);
  assert.deepEqual([first.rows[0]?.lead_id, second.rows[0]?.lead_id, second.older], ["L2", "L1", null]);
  assert.deepEqual((await listContacts(db, {}, { after: second.newer ?? "" }, 1)).rows, first.rows);
});

test("deliveries are found by outcome, time and address", async () => {
  const ids = async (filter: Parameters<typeof listEvents>[1]) =>
    (await listEvents(db, filter)).rows.map(({ id }) => id);
  assert.deepEqual(await ids({}), [misrouted?.id, recent?.id, old?.id]);
  assert.deepEqual(await ids({ outcome: "refused", since: hoursAgo(24) }), [recent?.id]);
  assert.deepEqual(await ids({ isMisrouted: true, callId: "c02", contactId: 1 }), [misrouted?.id]);
});

test("a delivery's body comes back byte for byte", async () => {
  const event = await findEvent(db, recent?.id ?? "");
  assert.deepEqual(event?.body, Buffer.from([0, 255, 1]));
  assert.deepEqual(event?.headers, { a: "b" });
});
