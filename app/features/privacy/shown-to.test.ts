import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { listEvents } from "#app/db/call-events.server.ts";
import { listCalls } from "#app/db/calls.server.ts";
import { findContact, listContacts } from "#app/db/contacts.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { revealRow } from "#app/features/privacy/reveal-row.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
const viewer = { actor: "vic@example.com", role: "viewer" as const, sourceAddress: null };
const operator = { ...viewer, role: "operator" as const };

const LEAD = {
  ...{ lead_id: "l1", first_name: "Ann", last_name: "Lee", phone_number: "2135550123", email: "aquarius@example.com" },
  ...{ address: "1 Main Street", city: "Springfield", zip: "90001", ssn_last: "4321" },
};
const SECRETS = ["5550123", "555 0123", "555-0123", "aquarius", "Main Street", "Springfield", "90001", "4321"];
await receiveDelivery(rawDelivery("lead", LEAD));
await receiveDelivery(rawDelivery("call", { call_id: "c1", ...LEAD, duration: 5, comments: "lives in Springfield" }));
await receiveDelivery(rawDelivery("lead", `{"phone":"2135550123",`));
await receiveDelivery(rawDelivery("lead", { lead_id: "l2", first_name: "Bo", phone_number: "555-0188" })); // no whole one

async function everything() {
  const [leads, calls, events] = await Promise.all([listContacts(db, {}), listCalls(db, {}), listEvents(db, {})]);
  return { leads: leads.rows, calls: calls.rows, events: events.rows };
}

test("a viewer's rows hold no phone, e-mail, address or other field, and an operator's are whole", async () => {
  const { leads, calls, events } = await everything();
  const seenBy = (admin: typeof viewer | typeof operator) => {
    const shown = shownTo(admin);
    return JSON.stringify([leads.map(shown.lead), calls.map(shown.call), events.map(shown.event)]);
  };
  assert.ok(SECRETS.some((secret) => seenBy(operator).includes(secret)));
  for (const secret of SECRETS) assert.ok(!seenBy(viewer).includes(secret), secret);
  assert.ok(seenBy(viewer).includes("+1 ••• ••• 0123") && seenBy(viewer).includes("a•••@example.com"));
});

test("a viewer finds a lead by its whole phone or e-mail, and cannot guess either piece by piece", async () => {
  const find = async (search: string, isMasked: boolean) =>
    (await listContacts(db, { search, isMasked })).rows.map(({ lead_id }) => lead_id);
  for (const whole of ["(213) 555-0123", "+1 213 555 0123", "aquarius@example.com", "Ann"]) {
    assert.deepEqual(await find(whole, true), ["l1"], whole);
  }
  for (const part of ["555", "0123", "aquarius", "%@example.com", "_quarius@example.com"]) {
    assert.deepEqual(await find(part, true), [], part);
  }
  assert.deepEqual(await find("0123", false), ["l1"]);
  assert.deepEqual([await find("5550", false), await find("5550", true)], [["l2"], []], "of digits without a country");
  assert.deepEqual(await find("555-0188", true), ["l2"]);
});

test("what others did and what failed names nobody to a viewer", () => {
  const shown = shownTo(viewer);
  const act = { id: 1, at: new Date(), actor: "Ann", action: "export leads", target: "?search=213-555-0123" };
  const failed = {
    task_identifier: "fetch_recording",
    key: null,
    attempts: 25,
    created_at: act.at,
    updated_at: act.at,
  };
  const job = { id: 1, ...failed, last_error: "no such person: aquarius@example.com, +1 213 555 0123" };
  const seen = JSON.stringify([shown.act(act), shown.job(job)]);
  for (const secret of ["aquarius", "555"]) assert.ok(!seen.includes(secret), seen);
  assert.deepEqual([shownTo(operator).act(act), shownTo(operator).job(job)], [act, job]);
});

test("revealing shows one row and is audited with the row and the reason", async () => {
  const lead = (await listContacts(db, { search: "Ann" })).rows[0];
  const asked = { what: "lead" as const, id: String(lead?.id), reason: "caller wants a copy" };
  const facts = await revealRow(db, asked, viewer);
  assert.equal(facts?.Phone, "+12135550123");
  assert.equal(facts?.["E-mail"], "aquarius@example.com");
  assert.equal((await findContact(db, lead?.id ?? 0))?.lead_id, "l1");
  const { rows } = await db.query(sql.unsafe`select actor, action, target, details from audit_log`);
  assert.deepEqual(rows, [
    { actor: viewer.actor, action: "reveal lead", target: asked.id, details: { reason: asked.reason } },
  ]);
  assert.equal(await revealRow(db, { ...asked, id: "no such" }, viewer), null);
});
