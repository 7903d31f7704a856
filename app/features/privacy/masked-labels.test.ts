import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { listAgentFigures } from "#app/db/agents/agent-figures.server.ts";
import { listAgents, listAgentsCalled } from "#app/db/agents/agents.server.ts";
import { listCalls } from "#app/db/calls/list-calls.server.ts";
import { listSortedCalls } from "#app/db/calls/sort-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { listEvents } from "#app/db/deliveries/call-events.server.ts";
import { listContacts } from "#app/db/leads/contacts.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { callQuery } from "#app/http/call-query.server.ts";
import { eventQuery } from "#app/http/event-query.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();

const EMAIL = "mia.ortiz@example.com";
const PHONE = "(213) 555-0164";
const LABELS = ["agent_name", "campaign", "queue", "list_id", "status", "status_name"] as const;
const named = (text: string) => Object.fromEntries(LABELS.map((label) => [label, text]));
const send = (type: "lead" | "call", body: Record<string, unknown>) => receiveDelivery(rawDelivery(type, body));

await send("call", { call_id: "by-email", duration: 5, agent_id: "A1", ...named(EMAIL) });
await send("call", { call_id: "by-phone", duration: 5, agent_id: "A2", ...named(PHONE) });
await send("call", { call_id: "by-name", duration: 5, agent_id: "A3", ...named("Mia Ortiz 2026-01-05") });
await db.query(sql.unsafe`update calls set disposition_name = disposition`);
await send("lead", { lead_id: "l1", first_name: EMAIL, last_name: "Lee" });
await send("lead", { lead_id: "l2", first_name: "Tel213-555-0164", last_name: "Lee" });
await send("lead", { lead_id: "l3", first_name: "Mia", last_name: "Ortiz" });

const request = (search: string) => new Request(`https://portal.example.com/?${new URLSearchParams({ search })}`);
const findCalls = async (search: string, isMasked: boolean) =>
  (await listCalls(db, callQuery(request(search), { isMasked }).filter)).rows.map(({ call_id }) => call_id).sort();
const findEvents = async (search: string, isMasked: boolean) =>
  (await listEvents(db, eventQuery(request(search), { isMasked }).filter)).rows
    .flatMap(({ call_id }) => call_id ?? [])
    .sort();
const findAgents = async (value: string, isMasked: boolean) =>
  (await listAgentsCalled(db, { value, isMasked }, 9)).map(({ agent_id }) => agent_id).sort();
const DAY_MS = 24 * 3_600_000;
const span = { from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS) };

test("no part of a name that is masked finds its agent's calls and deliveries, for those to whom it is masked", async () => {
  for (const part of ["ortiz", "mia", "213", "0164", "mi*ort*"]) {
    const seen = [await findCalls(`agent:${part}`, true), await findCalls(part, true)];
    const events = await findEvents(`agent:${part}`, true);
    const isOfName = /[a-z]/.test(part);
    const byName = isOfName ? ["by-name"] : [];
    assert.deepEqual([...seen, events], [byName, part.includes("*") ? seen[1] : byName, byName], part);
    const other = isOfName ? "by-email" : "by-phone";
    assert.ok(!seen.flat().includes(other), part);
    assert.ok((await findCalls(`agent:${part}`, false)).includes(other), part);
    assert.ok((await findEvents(`agent:${part}`, false)).includes(other), part);
  }
  assert.deepEqual(await findCalls("-agent:ortiz", true), ["by-email", "by-phone"]);
  assert.deepEqual(await findCalls("agent:A1", true), ["by-email"], "the id of an agent is shown");
});

test("neither the search under / nor the page of agents finds an agent by a part of a name that is masked", async () => {
  const figuresOf = async (search: string, isMasked: boolean) =>
    (await listAgentFigures(db, span, { search, isMasked })).map(({ agent_id }) => agent_id).sort();
  for (const find of [findAgents, figuresOf]) {
    assert.deepEqual([await find("ortiz", true), await find("ortiz", false)], [["A3"], ["A1", "A3"]]);
    assert.deepEqual([await find("555-01", true), await find("555-01", false)], [[], ["A2"]]);
    assert.deepEqual(await find("A2", true), ["A2"]);
  }
});

test("* finds no campaign, queue, list or disposition that is masked, and still the others", async () => {
  for (const field of ["campaign", "queue", "list", "disposition"]) {
    assert.deepEqual(await findCalls(`${field}:mia*`, true), ["by-name"], field);
    assert.deepEqual(await findCalls(`${field}:mia*`, false), ["by-email", "by-name"], field);
    assert.deepEqual(await findCalls(`-${field}:mia*`, true), ["by-email", "by-phone"], field);
  }
  for (const field of ["campaign", "disposition"]) {
    assert.deepEqual(await findEvents(`${field}:mia*`, true), ["by-name"], field);
    assert.deepEqual(await findEvents(`${field}:mia*`, false), ["by-email", "by-name"], field);
  }
});

test("a lead whose name holds an address or a phone is not found by a part of it", async () => {
  const find = async (search: string, isMasked: boolean) =>
    (await listContacts(db, { search, isMasked })).rows.map(({ lead_id }) => lead_id).sort();
  assert.deepEqual([await find("mia", true), await find("mia", false)], [["l3"], ["l1", "l3"]]);
  assert.deepEqual([await find("exam", true), await find("exam", false)], [[], ["l1"]]);
  assert.deepEqual([await find("tel21", true), await find("tel21", false)], [[], ["l2"]]);
  assert.deepEqual([await find("0164", true), await find("l2", true)], [[], ["l2"]]);
});

test("the place of a call in the order by agent or disposition tells nothing of a name that is masked", async () => {
  const inOrder = async (order: "agent" | "disposition", isMasked: boolean) =>
    (await listSortedCalls(db, { isMasked }, order))?.rows.map(({ call_id }) => call_id);
  for (const order of ["agent", "disposition"] as const) {
    assert.equal((await inOrder(order, true))?.[0], "by-name", order);
    assert.equal((await inOrder(order, false))?.[0], "by-phone", order);
  }
});

test("a filter offers what is masked last, so that its place tells nothing of it", async () => {
  const agents = await listAgents(db);
  const offered = (role: "viewer" | "operator") =>
    shownTo({ role, campaigns: [] })
      .choices(agents)
      .map(({ name }) => name);
  assert.deepEqual(offered("operator"), [PHONE, "Mia Ortiz 2026-01-05", EMAIL]);
  assert.deepEqual(offered("viewer"), ["Mia Ortiz 2026-01-05", "(+1 ••• ••• ••64", "m•••@•••.com"]);
});
