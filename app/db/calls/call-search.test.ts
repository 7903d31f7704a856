import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { callConditions } from "#app/db/calls/call-filter.server.ts";
import { listCalls } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { where } from "#app/db/lists/where.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { callQuery } from "#app/http/call-query.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
const send = (type: "lead" | "call", body: Record<string, unknown>) => receiveDelivery(rawDelivery(type, body));
const jane = { agent_id: "A7", agent_name: "Jane Roe" };

await send("lead", {
  lead_id: "4711",
  first_name: "Ann",
  last_name: "Lopez",
  phone_number: "(239) 555-0142",
  email: "ann@example.com",
});
await send("lead", { lead_id: "4712", first_name: "Jane", last_name: "O’Connor", phone_number: "2395550199" });
await send("call", {
  call_id: "98765",
  lead_id: "4711",
  status: "SALE",
  duration: 300,
  campaign: "Solar West",
  ...jane,
});
await send("call", {
  call_id: "98766",
  lead_id: "4711",
  status: "NI",
  duration: 20,
  agent_id: "A8",
  agent_name: "Joe Doe",
});
await send("call", { call_id: "55555", lead_id: "4712", status: "NI", duration: 40, agent_id: "A8", queue: "Inbound" });
await send("call", { call_id: "test-1", status: "NI", duration: 9, phone_number: "212-555-0177" });
await db.query(sql.unsafe`update calls set contact_id = null where call_id = 'test-1'`);

const request = (search: string) => new Request(`https://portal.example.com/?${new URLSearchParams({ search })}`);
const Id = z.object({ call_id: z.string() });

/** The calls that a search finds: in the list, which may look them up or look through all, and as an export asks. */
async function found(search: string, { isMasked = false } = {}): Promise<string[]> {
  const { filter, faults } = callQuery(request(search), { isMasked });
  const listed = (await listCalls(db, filter)).rows.map(({ call_id }) => call_id).sort();
  const exported = await db.anyFirst(
    sql.type(Id)`select call_id from calls ${where(...callConditions(filter))} order by 1`,
  );
  assert.deepEqual(listed, exported, search);
  return faults.length > 0 ? faults.map(({ message }) => message) : listed;
}

test("a call is found by its phone in any notation, by the beginning and by the end of it", async () => {
  for (const typed of ["2395550142", "(239) 555-0142", "+1 239.555.0142", "239555014", "555-0142", "0142"]) {
    assert.deepEqual(await found(typed), ["98765", "98766"], typed);
    assert.deepEqual(await found(`phone:"${typed}"`), ["98765", "98766"], typed);
  }
  for (const typed of ["2125550177", "(212) 555", "0177"]) assert.deepEqual(await found(typed), ["test-1"], typed);
});

test("a call is found by its lead's name, e-mail address and id, by its agent, and by its own id", async () => {
  assert.deepEqual(await found("lop ann"), ["98765", "98766"]);
  assert.deepEqual(await found("ann@exam"), ["98765", "98766"]);
  assert.deepEqual(await found("o'connor"), ["55555"]);
  assert.deepEqual(await found("4711"), ["98765", "98766"]);
  assert.deepEqual(await found("jane"), ["55555", "98765"], "a lead and an agent of that name");
  assert.deepEqual(await found("a8"), [], "ids of agents are as they are");
  assert.deepEqual(await found("A8"), ["55555", "98766"]);
  assert.deepEqual(await found("98766"), ["98766"]);
});

test("typed conditions mean what they mean in the Webhook Logs, and all must hold", async () => {
  assert.deepEqual(await found("disposition:sale"), ["98765"]);
  assert.deepEqual(await found("agent:joe duration<30"), ["98766"]);
  assert.deepEqual(await found("ann -disposition:SALE"), ["98766"]);
  assert.deepEqual(await found("campaign:solar*"), ["98765"]);
  assert.deepEqual(await found("call:987* -call:98765"), ["98766"]);
  assert.deepEqual(await found("lead:4711 agent:Jane"), ["98765"]);
  assert.deepEqual(await found("-lead:4711 is:real"), ["55555"]);
  assert.deepEqual(await found("is:test"), ["test-1"]);
  assert.deepEqual(await found("queue:inbound"), ["55555"]);
  assert.match((await found("status:200"))[0] ?? "", /“status” is not a search field/);
  assert.match((await found('{"a":1}'))[0] ?? "", /Only the Webhook Logs/);
});

test("a viewer finds phones and addresses only whole", async () => {
  const seen = (search: string) => found(search, { isMasked: true });
  assert.deepEqual(await seen("(239) 555-0142"), ["98765", "98766"]);
  assert.deepEqual(await seen("phone:2395550142"), ["98765", "98766"]);
  assert.deepEqual(await seen("ann@example.com"), ["98765", "98766"]);
  assert.deepEqual(await seen("Ann"), ["98765", "98766"]);
  for (const part of ["0142", "555-0142", "239555014", "ann@exam", "0177", "212555017"]) {
    assert.deepEqual(await seen(part), [], part);
  }
  for (const part of ["phone:0142", "-phone:2395550142", "agent:*@example.com", "lead:47*"]) {
    assert.match((await seen(part))[0] ?? "", /With the role “viewer”/, part);
  }
});
