import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { v7 } from "uuid";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { listEvents } from "#app/db/deliveries/call-events.server.ts";
import { EventFilter, eventConditions } from "#app/db/deliveries/event-filter.server.ts";
import { EVENT_SEARCH_FIELDS } from "#app/db/deliveries/event-search.server.ts";
import { where } from "#app/db/lists/where.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { parseSearch } from "#app/lib/parse-search.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();

const names = new Map<string, string>();
async function send(name: string, ...delivery: Parameters<typeof rawDelivery>): Promise<void> {
  const raw = rawDelivery(...delivery);
  names.set(raw.eventId, name);
  await receiveDelivery(raw);
}

const form = { contentType: "application/x-www-form-urlencoded" };
await send("sale", "call", {
  call_id: "c-1",
  lead_id: "L-1",
  phone_number: "(213) 555-0123",
  agent_name: "Jane Roe",
  disposition: "SALE",
  duration: 120,
  campaign: "Medicare TX",
  list_id: "55",
  note: "café, 100%_sure",
});
await send(
  "form",
  "call",
  "call_log_id=c-2&lead_id=L-2&phone_number=2135550124&agent_name=Joe+Doe&status=NI&length_in_sec=30&list_id=55&note=two+words",
  form,
);
await send("lead", "lead", {
  lead_id: "L-1",
  first_name: "Ann",
  phone_number: "2135550123",
  list_id: 55,
  more: { a: [1] },
});
await send(
  "test",
  "call",
  { call_id: "test-3", lead_id: "L-3", phone_number: "2135550125" },
  { sourceAddress: "203.0.113.9" },
);
await send("broken", "call", "{broken Jane", { sourceAddress: "203.0.113.10" });
await send("bytes", "call", Buffer.from([0x66, 0x3d, 0xff, 0x00, 0x4a]), form);
await send("misrouted", "lead", { call_id: "c-4", duration: 5, disposition: "DNC" });

async function find(search: string, other: EventFilter = {}): Promise<string[]> {
  const { terms, faults } = parseSearch(search, EVENT_SEARCH_FIELDS);
  assert.deepEqual(faults, []);
  const { rows, unfinished } = await listEvents(db, { ...other, search: terms });
  assert.equal(unfinished, null);
  return rows.map(({ id }) => names.get(id) ?? "?").reverse();
}

const cases: Record<string, string[]> = {
  "disposition:sale": ["sale"],
  "disposition:N*": ["form"],
  "-disposition:SALE type:call": ["form", "test", "broken", "bytes"],
  'agent:"jane"': ["sale"],
  'campaign:"medicare tx"': ["sale", "lead"],
  "campaign:*TX": ["sale", "lead"],
  "phone:2135550123": ["sale", "lead"],
  'phone:"+1 (213) 555-0123"': ["sale", "lead"],
  "phone:0124": ["form"],
  2135550123: ["sale", "lead"],
  "+12135550124": ["form"],
  "-2135550123 type:call": ["form", "test", "broken", "bytes"],
  "lead:L-1": ["sale", "lead"],
  "lead:L-*": ["sale", "form", "lead", "test"],
  "call:c-2": ["form"],
  "call:c-*": ["sale", "form", "misrouted"],
  "duration>60": ["sale"],
  "duration<=30": ["form", "misrouted"],
  "status:400": ["broken"],
  "status>=400": ["broken", "bytes"],
  "source:203.0.113.*": ["test", "broken"],
  "outcome:invalid": ["broken", "bytes"],
  "is:test": ["test"],
  "is:misrouted": ["misrouted"],
  "jane type:call": ["sale", "broken"],
  "-jane type:call": ["form", "test", "bytes"],
  '"Joe Doe"': ["form"],
  '"two words"': ["form"],
  café: ["sale"],
  "100%_SURE": ["sale"],
  '{"list_id":"55"}': ["sale", "form", "lead"],
  '{"list_id":55,"lead_id":"L-1"}': ["sale", "lead"],
  '{"more":{"a":[1]}}': ["lead"],
  '-{"list_id":"55"} type:call': ["test", "broken", "bytes"],
  '{"note":"two words"}': ["form"],
  "{}": ["sale", "form", "lead", "test", "bytes", "misrouted"],
};
for (const [search, expected] of Object.entries(cases)) {
  test(`${search} finds ${expected.join(", ") || "nothing"}`, async () => {
    assert.deepEqual(await find(search), expected);
  });
}

test("filters and searches narrow each other, also by time, and conditions alone find the same", async () => {
  assert.deepEqual(await find("phone:2135550123", { endpoint: "lead" }), ["lead"]);
  assert.deepEqual(await find("jane", { outcome: "processed", isTest: false }), ["sale"]);
  assert.deepEqual(await find("jane", { until: new Date(Date.now() - 3_600_000) }), []);
  const filter = {
    search: parseSearch('{"list_id":"55"} -is:test', EVENT_SEARCH_FIELDS).terms,
    endpoint: "call",
  } as const;
  const kept = EventFilter.parse(JSON.parse(JSON.stringify(filter)));
  const ids = await db.any(sql.type(z.object({ id: z.uuid() }))`
    select id from call_events ${where(...eventConditions(kept))} order by id`);
  assert.deepEqual(
    ids.map(({ id }) => names.get(id)),
    ["sale", "form"],
  );
});

test("a filter that says more than is known throws instead of meaning more deliveries", () => {
  assert.throws(() => EventFilter.parse({ endpoint: "call", colour: "red" }));
});

test("a phone that fits several leads finds the calls that were linked to none", async () => {
  for (const lead_id of ["L-7", "L-8"]) await send(lead_id, "lead", { lead_id, phone_number: "2135550177" });
  await send("of nobody", "call", { call_id: "c-7", phone_number: "2135550177", duration: 1 });
  assert.deepEqual(await find("phone:2135550177"), ["L-7", "L-8", "of nobody"]);
});

test("a look that ends early says so, and going on from there finds everything, in both directions", async () => {
  const old = v7({ msecs: Date.now() - 86_400_000 });
  await db.query(sql.unsafe`
    insert into call_events (id, endpoint, outcome, received_at, method, headers, body, body_size, http_status)
    select (left(${old}, 24) || lpad(to_hex(n), 12, '0'))::uuid, 'echo', 'echoed', now(), 'POST', '{}',
      convert_to(case when n % 1000 = 0 then 'needle' else 'hay' end, 'UTF8'), 3, 200
    from generate_series(1, 5000) as n`);
  const filter = { endpoint: "echo", search: parseSearch("needle", EVENT_SEARCH_FIELDS).terms } as const;
  const limits = { rows: 1500, milliseconds: 60_000 };
  const found: string[] = [];
  let pages = 0;
  for (let before: string | undefined; ; pages++) {
    const page = await listEvents(db, filter, { before }, limits);
    found.push(...page.rows.map(({ id }) => id));
    assert.equal(page.unfinished?.looked, page.older === null ? undefined : 1500);
    if (page.older === null) break;
    before = page.older;
  }
  assert.deepEqual([found.length, pages], [5, 3]);
  const first = await listEvents(db, filter, { after: found.at(-1) ?? "" }, limits);
  assert.deepEqual(
    first.rows.map(({ id }) => id),
    [found.at(-2)],
  );
  assert.equal(first.newer, first.unfinished?.cursor);
});

test("a search with many conditions looks at fewer rows before it checks how long it takes", async () => {
  const conditions = Array.from({ length: 19 }, (_, nth) => `-nowhere${nth}`).join(" ");
  const filter = { endpoint: "echo", search: parseSearch(`${conditions} needles`, EVENT_SEARCH_FIELDS).terms } as const;
  const { rows, unfinished } = await listEvents(db, filter, {}, { rows: 200_000, milliseconds: 0 });
  assert.deepEqual([rows.length, unfinished?.looked], [0, 800]);
});

test("accents and typographic marks make no difference, however a body writes them", async () => {
  await send("accents", "lead", { lead_id: "L-9", first_name: "René", last_name: "O’Connor", city: "Anytown" });
  await send(
    "escapes",
    "lead",
    '{"lead_id":"L-10","first_name":"Ren\\u00e9","last_name":"O\\u2019Connor","city":"Elsewhere"}',
  );
  await send("encoded", "lead", "lead_id=L-11&first_name=Rene%CC%81&last_name=O%E2%80%99Connor&city=Sometown", form);
  await send("latin", "lead", Buffer.from("lead_id=L-12&first_name=Ren\xe9&last_name=O'Connor", "latin1"), form);
  const all = ["accents", "escapes", "encoded", "latin"];
  for (const typed of ["rene", "RENÉ", "rene\u0301", "o'connor", "O’Connor"])
    assert.deepEqual(await find(typed), all, typed);
});
