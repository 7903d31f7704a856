import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { listCalls } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { listEvents } from "#app/db/deliveries/call-events.server.ts";
import { listContacts } from "#app/db/leads/contacts.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
const send = (type: "lead" | "call", body: Record<string, unknown>) => receiveDelivery(rawDelivery(type, body));

await send("lead", { lead_id: "1", first_name: "Ann", phone_number: "2395550142", email: "Ann.Old@example.com" });
await send("lead", { lead_id: "1", first_name: "Ann", phone_number: "2395550143", email: "ann.new@example.com" });
await send("call", { call_id: "c1", lead_id: "1", phone_number: "(212) 555-0177", status: "NI" });
await send("call", { call_id: "c2", lead_id: "1", phone_number: "2395550143", status: "NI" });
await send("lead", { lead_id: "2", first_name: "Bob", phone_number: "2395550199" });

const leads = async (search: string, isMasked = false) =>
  (await listContacts(db, { search, isMasked })).rows.map(({ lead_id }) => lead_id);
const asked = (field: string, value: string) => [{ field, operator: ":", value, isNot: false } as const];

test("a lead is found by every phone and e-mail address that it had, and by those of its calls", async () => {
  for (const typed of ["2395550142", "(239) 555-0142", "555-0142", "239555014", "2395550143", "2125550177", "0177"]) {
    assert.deepEqual(await leads(typed), ["1"], typed);
  }
  for (const typed of ["ann.old@example.com", "ANN.OLD@", "ann.new@example.com"]) {
    assert.deepEqual(await leads(typed), ["1"], typed);
  }
  assert.deepEqual(await leads("2395550199"), ["2"]);
});

test("so are its calls and its deliveries", async () => {
  const calls = await listCalls(db, { search: asked("phone", "239-555-0142") });
  assert.deepEqual(calls.rows.map(({ call_id }) => call_id).sort(), ["c1", "c2"]);
  const events = await listEvents(db, { search: asked("phone", "239-555-0142") });
  assert.equal(events.rows.length, 4);
});

test("a viewer finds an earlier phone or address only whole", async () => {
  for (const typed of ["239-555-0142", "ann.old@example.com"]) assert.deepEqual(await leads(typed, true), ["1"], typed);
  for (const typed of ["0142", "239555014", "ann.old@"]) assert.deepEqual(await leads(typed, true), [], typed);
});

test("earlier values of a lead are recorded once, and deleted with the lead", async () => {
  const aliases = () =>
    db.anyFirst(sql.type(z.object({ alias: z.string() }))`select alias from contact_aliases order by 1`);
  assert.deepEqual(await aliases(), ["+12125550177", "+12395550142", "+12395550143", "ann.old@example.com"]);
  await send("call", { call_id: "c1", lead_id: "1", phone_number: "(212) 555-0177", status: "SALE" });
  assert.equal((await aliases()).length, 4);
  await db.query(sql.unsafe`delete from contacts where lead_id = '1'`);
  assert.deepEqual(await aliases(), []);
});
