import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { listAgents } from "#app/db/agents/agents.server.ts";
import type { CallFilter } from "#app/db/calls/call-filter.server.ts";
import type { CALL_SEARCH_FIELDS } from "#app/db/calls/call-search.server.ts";
import { listCalls } from "#app/db/calls/list-calls.server.ts";
import { listSortedCalls } from "#app/db/calls/sort-calls.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { listEvents } from "#app/db/deliveries/call-events.server.ts";
import type { EventFilter } from "#app/db/deliveries/event-filter.server.ts";
import type { EVENT_SEARCH_FIELDS } from "#app/db/deliveries/event-search.server.ts";
import type { ContactFilter } from "#app/db/leads/contact-filter.server.ts";
import { listContacts } from "#app/db/leads/contacts.server.ts";
import { PAGE_SIZE } from "#app/db/lists/page.server.ts";
import { type AuditFilter, listAudit } from "#app/db/people/audit-log.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { assertCheap, explaining } from "#test/explaining.ts";
import { fillDatabase } from "#test/fill-database.ts";

// With so many rows PostgreSQL chooses as it does with ten million; what it chose is read from EXPLAIN, and how much it
// looked at, which does not depend on how quick the machine is.
const CALLS = 60_000;
/** No index finds these, or is asked for them in a search: they look so far only, and say so. */
const BOUNDED = new Set(["source", "agent", "duration"]);
const BOUNDED_FOR_CALLS = new Set(["duration", "queue", "list"]);
/** A page is 50 rows of some tables; what is passed over on the way to them must not grow with the tables. */
const MOST_ROWS = CALLS / 10;

const { url } = await createTestDatabase();
await fillDatabase(url, CALLS);
const db = await pool();
// Every third delivery has the one problem, and one of thousands the other.
await db.query(sql.unsafe`
  insert into call_event_problems (code, event_id, is_test)
  select code, id, is_test from call_events
  cross join (values ('phone-unread', 3), ('placeholder', 7919)) as problem (code, every)
  where abs(hashtext(id::text)) % every = 0`);
await owner().query(sql.unsafe`analyze call_event_problems`);

const rowOf = <Row extends z.ZodType>(row: Row, table: string, column: string, place: number) =>
  db.one(
    sql.type(
      row,
    )`select * from ${sql.identifier([table])} order by ${sql.identifier([column])} offset ${place} limit 1`,
  );
const call = await rowOf(z.object({ call_id: z.string(), contact_id: z.number() }), "calls", "call_id", 30_000);
const lead = await rowOf(z.object({ lead_id: z.string(), phone_number: z.string() }), "contacts", "id", 7_500);
const [newest] = (await listEvents(db, {})).rows;
const [agent] = await listAgents(db);
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);

/** For every field of a filter, values to ask for: the common and the rare. A new field does not compile without. */
type Values<Filter> = { [Field in keyof Required<Filter>]: NonNullable<Filter[Field]>[] };

const callValues: Values<CallFilter> = {
  campaign: [
    "Medicare Advantage Q4",
    "Hearing Aids",
    "no such campaign",
    { anyOf: ["Hearing Aids", "no such campaign"] },
  ],
  agentId: [agent?.id ?? 0, { anyOf: [agent?.id ?? 0, 1, 2] }, { noneOf: [agent?.id ?? 0] }],
  disposition: ["na", "SALE", "POST", { anyOf: ["sale", "POST"] }, { noneOf: ["NA"] }],
  direction: ["outbound", "manual", "3way", { noneOf: ["manual"] }],
  minSeconds: [10, 300, 1500],
  maxSeconds: [5, 600],
  recording: [
    "has",
    "missing",
    "found",
    "playable",
    "failed",
    "waiting",
    "gave_up",
    "absent",
    "blocked",
    "none",
    { anyOf: ["waiting", "found"] },
    { noneOf: ["has"] },
  ],
  without: ["campaign", "disposition", "agent"],
  isTest: [true, false],
  contactId: [1, call.contact_id],
  from: [daysAgo(1), daysAgo(20), daysAgo(30)],
  to: [daysAgo(19)],
  search: [[{ field: "text", operator: ":", value: "garcia", isNot: false }]],
  isMasked: [true],
};
const leadValues: Values<ContactFilter> = {
  search: [
    "garcia",
    "ann garcia",
    "ann o'neil",
    "ma",
    lead.phone_number,
    lead.phone_number.slice(-7),
    "ann4",
    lead.lead_id,
    "zzz",
  ],
  conversion: ["new", "contacted", "converted", "lost", { anyOf: ["converted", "lost"] }, { noneOf: ["new"] }],
  campaign: [
    "Medicare Advantage Q4",
    "Hearing Aids",
    "no such campaign",
    { anyOf: ["Hearing Aids", "Medicare Advantage Q4"] },
  ],
  listId: ["1007", "no such list"],
  state: ["CA", "LA", "no such state"],
  isTest: [true, false],
  from: [daysAgo(20)],
  to: [daysAgo(19)],
  isMasked: [true],
  isWhole: [true],
  note: ["solar", "no such word"],
};
const eventValues: Values<EventFilter> = {
  endpoint: ["lead", "call", "echo", { anyOf: ["lead", "echo"] }, { noneOf: ["call"] }],
  outcome: [
    "processed",
    { anyOf: ["invalid", "refused"] },
    { noneOf: ["processed"] },
    "duplicate",
    "invalid",
    "refused",
    "echoed",
    "failed",
  ],
  isMisrouted: [true, false],
  isTest: [true, false],
  since: [daysAgo(1)],
  until: [daysAgo(19)],
  problem: ["placeholder", "phone-unread", "not-date", { anyOf: ["placeholder", "phone-unread"] }],
  source: ["66.85.240.7", "66.85.240.*"],
  search: [[{ field: "disposition", operator: ":", value: "NA", isNot: false }]],
  isMasked: [true],
  ids: [[newest?.id ?? ""]],
  callId: [call.call_id],
  contactId: [1, call.contact_id],
};
const auditValues: Values<AuditFilter> = {
  actor: ["person3@example.com", "nobody"],
  action: ["reveal", "no such action"],
  callId: ["1", "nobody"],
  lead: [1, 999_999_999],
  from: [daysAgo(20)],
  to: [daysAgo(19)],
};
const searchValues: Record<keyof typeof EVENT_SEARCH_FIELDS | "text" | "json", string[]> = {
  disposition: ["NA"],
  agent: [agent?.name ?? ""],
  campaign: ["Final Expense"],
  phone: [lead.phone_number],
  lead: [lead.lead_id],
  call: [call.call_id],
  duration: ["7"],
  status: ["200"],
  part_of: [newest?.id ?? ""],
  problem: ["placeholder", "phone-unread", "not-date"],
  source: ["66.85.240.9"],
  outcome: ["processed", "invalid", "failed"],
  type: ["lead", "call", "echo"],
  is: ["test", "misrouted"],
  text: ["Springfield"],
  json: ['{"call_type": "inbound"}'],
};

const callSearchValues: Record<keyof typeof CALL_SEARCH_FIELDS | "text", string[]> = {
  disposition: ["NA"],
  agent: [agent?.name ?? ""],
  campaign: ["Final Expense"],
  phone: [lead.phone_number, lead.phone_number.slice(-7), lead.phone_number.slice(-4)],
  lead: [lead.lead_id],
  call: [call.call_id],
  duration: ["7"],
  direction: ["outbound"],
  queue: ["no such queue"],
  list: ["no such list"],
  note: ["solar", "no such word"],
  is: ["test", "real"],
  text: [
    ...["garcia", "ann garcia", "ma", "zzz", lead.phone_number, lead.phone_number.slice(-4), lead.lead_id],
    ...[call.call_id, agent?.name ?? ""],
  ],
};

const singles = (values: object): object[] =>
  Object.entries(values).flatMap(([field, each]: [string, unknown[]]) => each.map((value) => ({ [field]: value })));
const pairs = (values: object): object[] => {
  const fields: [string, unknown[]][] = Object.entries(values);
  return fields.flatMap(([one, [value]], index) =>
    fields.slice(index + 1).map(([other, [second]]) => ({ [one]: value, [other]: second })),
  );
};

/** All calls of up to a thousand leads of a name are looked up, with each call's lead, however many calls there are. */
const MOST_ROWS_OF_A_NAME = 15_000;

const mostRows = (filter: object) => {
  if (JSON.stringify(filter).includes("noneOf")) return Number.POSITIVE_INFINITY; // it looks so far only
  if ("search" in filter) return MOST_ROWS_OF_A_NAME;
  return Object.keys(filter).some((field) => BOUNDED.has(field)) ? Number.POSITIVE_INFINITY : MOST_ROWS;
};

const lists = {
  calls: { values: callValues, list: listCalls },
  leads: { values: leadValues, list: listContacts },
  deliveries: { values: eventValues, list: listEvents },
  audit: { values: auditValues, list: listAudit },
};
for (const [name, { values, list }] of Object.entries(lists)) {
  const read = list as (db: Database, filter: object, asked?: object) => Promise<{ older: string | null }>;

  test(`no filter of the ${name}, alone, makes a page look at more than a few thousand rows`, async () => {
    for (const filter of [{}, ...singles(values)]) {
      const { older } = await read(db, filter);
      for (const asked of older === null ? [{}] : [{}, { before: older }]) {
        const what = `${name} ${JSON.stringify({ ...filter, ...asked })}`;
        await assertCheap(db, what, (watched) => read(watched, filter, asked), mostRows(filter));
      }
    }
  });

  test(`no two filters of the ${name} make PostgreSQL read a big table from end to end`, async () => {
    for (const filter of pairs(values)) {
      await assertCheap(
        db,
        `${name} ${JSON.stringify(filter)}`,
        (watched) => read(watched, filter),
        Number.POSITIVE_INFINITY,
      );
    }
  });
}

test("a page of what is rare among what is rare is found in indexes, and only its rows are read from tables", async () => {
  const filters: [string, (watched: Database) => Promise<unknown>][] = [
    ["agent and direction", (watched) => listCalls(watched, { agentId: agent?.id ?? 0, direction: "manual" })],
    ["disposition and recording", (watched) => listCalls(watched, { disposition: "SALE", recording: "gave_up" })],
    ["agent and recording", (watched) => listCalls(watched, { agentId: agent?.id ?? 0, recording: "gave_up" })],
    ["length between", (watched) => listCalls(watched, { minSeconds: 700, maxSeconds: 710 })],
    ["list and conversion", (watched) => listContacts(watched, { listId: "1007", conversion: "converted" })],
  ];
  for (const [what, read] of filters) {
    await assertCheap(db, what, read, MOST_ROWS);
    const { db: watched, effort } = explaining(db);
    await read(watched);
    // Each row of a page with its call, lead, agent and search, and once more each of few agents.
    assert.ok(effort.tableRows <= 5 * PAGE_SIZE + 200, `${what} reads ${effort.tableRows} rows of tables`);
  }
});

test("that too many calls match to be sorted is found out in an index, and soon", async () => {
  const most = 1_000;
  for (const filter of [{}, { campaign: "Medicare Advantage Q4" }, { from: daysAgo(20) }]) {
    const { db: watched, effort } = explaining(db);
    assert.equal(await listSortedCalls(watched, filter, "longest", {}, PAGE_SIZE, most), null);
    assert.ok(effort.rows <= 2 * most + 10, `${JSON.stringify(filter)} looks at ${effort.rows} rows`);
  }
});

test("every field of the search of the logs finds what is common, or has an index, within a few thousand rows", async () => {
  for (const [field, values] of Object.entries(searchValues)) {
    for (const value of values) {
      const search = [{ field, operator: ":", value, isNot: false } as const];
      await assertCheap(
        db,
        `${field}:${value}`,
        (watched) => listEvents(watched, { search }),
        mostRows({ [field]: value }),
      );
    }
  }
});

test("every field of the search of calls finds what is common, or has an index, or ends after so many rows", async () => {
  for (const [field, values] of Object.entries(callSearchValues)) {
    for (const value of values) {
      const search = [{ field, operator: ":", value, isNot: false } as const];
      const most = BOUNDED_FOR_CALLS.has(field) ? Number.POSITIVE_INFINITY : mostRows({ search });
      await assertCheap(db, `${field}:${value}`, (watched) => listCalls(watched, { search }), most);
    }
  }
});

test("a search of calls ends after so many rows, says where, and continues from there to the last match", async () => {
  const search = [{ field: "duration", operator: ":", value: "123", isNot: false } as const];
  const limits = { rows: 20_000, milliseconds: 60_000 };
  const all = new Set<string>();
  let looked = 0;
  for (let before: string | undefined; ; ) {
    const page = await listCalls(db, { search }, { before }, PAGE_SIZE, limits);
    for (const { call_id } of page.rows) all.add(call_id);
    looked += page.unfinished?.looked ?? 0;
    if (page.older === null) break;
    before = page.older;
  }
  const count = await db.oneFirst(
    sql.type(z.object({ count: z.number() }))`select count(*) from calls where duration_seconds = 123`,
  );
  assert.ok(count > 0);
  assert.deepEqual([all.size, looked], [count, CALLS]);
});

test("a search of the logs looks no further than to the end of its page", async () => {
  const search = [{ field: "type", operator: ":", value: "call", isNot: true } as const];
  const { rows } = await listEvents(db, { search });
  const last = rows.at(-1)?.id ?? "";
  const passed = await db.oneFirst(
    sql.type(z.object({ count: z.number() }))`select count(*) from call_events where id >= ${last}::uuid`,
  );
  const { db: watched, effort } = explaining(db);
  await listEvents(watched, { search });
  // What stands on the way, one more to know that there are others, and the page itself with its calls, leads and agents.
  assert.ok(rows.length === PAGE_SIZE && passed < 1_500, `${rows.length} rows among ${passed}`);
  assert.ok(effort.rows <= 1.2 * passed + 5 * PAGE_SIZE + 200, `${effort.rows} rows for ${passed}`);
});
