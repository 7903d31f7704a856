import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import fc from "fast-check";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
beforeEach(() => owner().query(sql.unsafe`truncate contacts, calls, call_events, agents, identity_rules cascade`));

const send = (endpoint: "lead" | "call", body: object) => receiveDelivery(rawDelivery(endpoint, body));

/** The names of all leads, in the order in which they were made. */
async function leads(): Promise<string[]> {
  const names = await db.anyFirst(sql.type(z.object({ name: z.string() }))`
    select concat_ws(' ', first_name, last_name) as name from contacts order by id`);
  return [...names];
}

const contactOf = (callId: string) =>
  db.maybeOneFirst(sql.type(z.object({ name: z.string().nullable() }))`
    select concat_ws(' ', contacts.first_name, contacts.last_name) as name
    from calls join contacts on contacts.id = calls.contact_id
    where call_id = ${callId}`);

const ANN = { first_name: "Ann", last_name: "Lopez", email: "ann@example.com" };
const BOB = { first_name: "Bob", last_name: "Diaz", email: "bob@example.com" };

test("the guide's lead, with a local number, sent twice is one lead", async () => {
  const guide = { first_name: "Test", last_name: "User", phone_number: "555-0123", email: "test@example.com" };
  await send("lead", guide);
  await send("lead", { ...guide, city: "Anytown" });
  assert.deepEqual(await leads(), ["Test User"]);
});

test("a filler number joins no two people, and a third person's call converts neither", async () => {
  for (const phone_number of ["9999999999", "0000000000", "(111) 111-1111", "1234567890", "5555555555"]) {
    await owner().query(sql.unsafe`truncate contacts, calls, call_events cascade`);
    await send("lead", { ...ANN, phone_number });
    await send("lead", { ...BOB, phone_number });
    await send("call", { call_id: "c-1", phone_number, disposition: "SALE", duration: 300 });
    assert.deepEqual([await leads(), await contactOf("c-1")], [["Ann Lopez", "Bob Diaz"], null], phone_number);
  }
});

test("a filler e-mail address joins no two people", async () => {
  await send("lead", { first_name: "Ann", email: "none@none.com" });
  await send("lead", { first_name: "Bob", email: "none@none.com" });
  assert.deepEqual(await leads(), ["Ann", "Bob"]);
});

test("a valid number is one person: a lead without id, then its call, then its id", async () => {
  await send("lead", { ...ANN, phone_number: "239-555-0142" });
  await send("call", { call_id: "c-1", phone_number: "+1 (239) 555-0142", disposition: "SALE", duration: 60 });
  await send("lead", { lead_id: "L-1", phone_number: "12395550142" });
  assert.deepEqual([await leads(), await contactOf("c-1")], [["Ann Lopez"], "Ann Lopez"]);
});

test("a local number joins only what has the same name or e-mail address", async () => {
  await send("lead", { ...ANN, phone_number: "555-0123" });
  await send("lead", { ...BOB, phone_number: "555-0123" });
  await send("lead", { first_name: "A.", email: "ann@example.com", phone_number: "5550123" });
  assert.equal((await leads()).length, 2);
});

test("a call whose number says nothing knows its person by the call alone", async () => {
  const call = { phone_number: "9999999999", first_name: "Ann", last_name: "Lopez" };
  await send("call", { call_id: "c-1", ...call, disposition: "NI" });
  await send("call", { call_id: "c-1", ...call, disposition: "SALE" });
  await send("call", { call_id: "c-2", ...call, disposition: "NI" });
  assert.deepEqual(await leads(), ["Ann Lopez", "Ann Lopez"]);
});

test("a shared key identifies nobody from then on, and two keys of one person lead to one row", async () => {
  await db.query(sql.unsafe`
    insert into identity_rules (key, same_as, actor)
    values ('phone:+12395550142', null, 'ann'), ('lead:L-2', 'lead:L-1', 'ann')`);
  await send("lead", { ...ANN, phone_number: "2395550142" });
  await send("lead", { ...BOB, phone_number: "2395550142" });
  await send("call", { call_id: "c-1", phone_number: "2395550142", disposition: "SALE", duration: 60 });
  assert.deepEqual([await leads(), await contactOf("c-1")], [["Ann Lopez", "Bob Diaz"], null]);
  await send("lead", { lead_id: "L-1", first_name: "Cleo" });
  await send("lead", { lead_id: "L-2", city: "Anytown" });
  await send("call", { call_id: "c-2", lead_id: "L-2", disposition: "NI", duration: 6 });
  assert.deepEqual([(await leads()).slice(2), await contactOf("c-2")], [["Cleo"], "Cleo"]);
});

test("a lead that is given the names of two people is marked, and one that is spelled again is not", async () => {
  const marked = () =>
    db.anyFirst(sql.type(z.object({ id: z.string() }))`select lead_id as id from contacts where looks_like_several`);
  await send("lead", { lead_id: "L-1", first_name: "Ann", last_name: "Lopez" });
  await send("lead", { lead_id: "L-1", first_name: "ANN", last_name: "Lopez-Diaz" });
  assert.deepEqual(await marked(), []);
  await send("lead", { lead_id: "L-1", first_name: "Bob", last_name: "Roe" });
  assert.deepEqual(await marked(), ["L-1"]);
});

test("in whatever order people come, a row holds one person's deliveries only", async () => {
  const person = fc.record({
    name: fc.constantFrom("Ann", "Bob", "Cleo"),
    leadId: fc.option(fc.constant("id"), { nil: undefined }),
    phone: fc.constantFrom("valid", "9999999999", "555-0123", undefined),
    email: fc.constantFrom("own", "none@none.com", undefined),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 2, maxLength: 8 }), async (people) => {
      await owner().query(sql.unsafe`truncate contacts, calls, call_events cascade`);
      for (const { name, leadId, phone, email } of people) {
        const place = ["Ann", "Bob", "Cleo"].indexOf(name);
        await send("lead", {
          first_name: name,
          lead_id: leadId && `L-${name}`,
          phone_number: phone === "valid" ? `239555014${place}` : phone,
          email: email === "own" ? `${name}@example.com` : email,
        });
      }
      const mixed = await db.anyFirst(sql.type(z.object({ count: z.number() }))`
        select count(distinct convert_from(body, 'UTF8')::jsonb ->> 'first_name')
        from call_events group by contact_id having count(distinct convert_from(body, 'UTF8')::jsonb ->> 'first_name') > 1`);
      assert.deepEqual(mixed, []);
    }),
    { numRuns: 60 },
  );
});
