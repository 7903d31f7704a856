import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { listIdentityDecisions } from "#app/db/leads/identity-decisions.server.ts";
import { listDoubleLeads, listMixedLeads } from "#app/db/leads/mixed-leads.server.ts";
import { describePeople } from "#app/features/identity/describe-people.server.ts";
import { keepWhole } from "#app/features/identity/keep-whole.server.ts";
import { applyChange, rehearseChange } from "#app/features/identity/sort-anew.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
await installJobQueue();
const db = await pool();
const admin = { actor: "ann", role: "operator", sourceAddress: null } as unknown as Parameters<typeof applyChange>[2];
beforeEach(() => owner().query(sql.unsafe`truncate contacts, calls, call_events, agents, identity_rules cascade`));

const send = (endpoint: "lead" | "call", body: object) => receiveDelivery(rawDelivery(endpoint, body));

const Row = z.object({ id: z.number(), name: z.string(), calls: z.string(), conversion: z.string() });
/** Each lead with its calls and its stage. */
async function leads(): Promise<string[]> {
  const rows = await db.any(sql.type(Row)`
    select id, concat_ws(' ', first_name, last_name) as name, conversion,
      coalesce((select string_agg(call_id, ' ' order by call_id) from calls where contact_id = contacts.id), '-') as calls
    from contacts order by name`);
  return rows.map(({ name, calls, conversion }) => `${name}: ${calls}, ${conversion}`);
}
const idOf = (name: string) =>
  db.oneFirst(sql.type(z.object({ id: z.number() }))`select id from contacts where first_name = ${name}`);

async function sendTwoPeopleUnderOneId(): Promise<number> {
  await send("lead", { lead_id: "shared", first_name: "Ann", last_name: "Lopez", phone_number: "2395550141" });
  await send("call", {
    call_id: "a",
    lead_id: "shared",
    phone_number: "2395550141",
    status: "SALE",
    length_in_sec: 90,
  });
  await send("lead", { lead_id: "shared", first_name: "Bob", last_name: "Diaz", phone_number: "2395550142" });
  await send("call", { call_id: "b", lead_id: "shared", phone_number: "2395550142", status: "NI", length_in_sec: 9 });
  return (await listMixedLeads(db))[0]?.id as number;
}

test("a lead that was two people is split by hand, as the dry run says, and put together again by undoing it", async () => {
  const contactId = await sendTwoPeopleUnderOneId();
  assert.deepEqual(await leads(), ["Bob Diaz: a b, converted"]);
  const { people, keys } = await describePeople(db, contactId);
  assert.deepEqual(
    [people.map(({ name }) => name).slice(0, 2), keys[0]],
    [["Ann Lopez", "without a name"], "lead:shared"],
  );

  const change = { kind: "split", contactId, keys: ["lead:shared"] } as const;
  const tried = await rehearseChange(db, { ...change, keys: [...change.keys] });
  assert.ok("rehearsal" in tried && tried.rehearsal);
  const counts = tried.rehearsal.rows.filter(({ table }) => table === "contacts").map(({ change: what }) => what);
  assert.deepEqual(counts.sort(), ["made", "made", "removed"]);
  assert.deepEqual(await leads(), ["Bob Diaz: a b, converted"], "a dry run changes nothing");

  assert.ok("leadIds" in (await applyChange(db, { ...change, keys: [...change.keys] }, admin)));
  assert.deepEqual(await leads(), ["Ann Lopez: a, converted", "Bob Diaz: b, lost"]);
  await send("call", { call_id: "c", lead_id: "shared", phone_number: "2395550141", status: "NI", length_in_sec: 8 });
  assert.deepEqual(await leads(), ["Ann Lopez: a c, converted", "Bob Diaz: b, lost"], "later deliveries follow");

  const [decision] = await listIdentityDecisions(db);
  assert.ok("leadIds" in (await applyChange(db, { kind: "undo", decisionId: decision?.id as number }, admin)));
  assert.deepEqual(await leads(), ["Bob Diaz: a b c, converted"]);
  assert.deepEqual(await listIdentityDecisions(db), []);
});

test("two leads of one person are joined by hand, and parted again by undoing it", async () => {
  await send("lead", { lead_id: "L-1", first_name: "Ann", last_name: "Lopez", phone_number: "2395550141" });
  await send("call", { call_id: "a", lead_id: "L-1", status: "NI", length_in_sec: 9 });
  await send("lead", { lead_id: "L-2", first_name: "Anna", city: "Anytown", phone_number: "2395550141" });
  await send("call", { call_id: "b", lead_id: "L-2", status: "SALE", length_in_sec: 90 });
  const [double] = await listDoubleLeads(db);
  const [kept, other] = [await idOf("Ann"), await idOf("Anna")];
  assert.deepEqual([double?.id, double?.other_id], [other, kept]);

  const joined = await applyChange(db, { kind: "join", contactId: kept, withId: other }, admin);
  const now = await db.anyFirst(sql.type(z.object({ id: z.number() }))`select id from contacts`);
  assert.deepEqual(joined, { leadIds: now });
  assert.deepEqual(await leads(), ["Anna Lopez: a b, converted"]);
  await send("call", { call_id: "c", lead_id: "L-2", status: "NI", length_in_sec: 8 });
  assert.deepEqual(await leads(), ["Anna Lopez: a b c, converted"], "later deliveries follow");

  const [decision] = await listIdentityDecisions(db);
  assert.ok("leadIds" in (await applyChange(db, { kind: "undo", decisionId: decision?.id as number }, admin)));
  assert.deepEqual(await leads(), ["Ann Lopez: a, lost", "Anna: b c, converted"]);
});

test("a lead whose deliveries have lost their bodies is not sorted again, and a reason says so", async () => {
  const contactId = await sendTwoPeopleUnderOneId();
  await db.query(sql.unsafe`update call_events set body = null where call_id = 'a'`);
  const refused = await applyChange(db, { kind: "split", contactId, keys: ["lead:shared"] }, admin);
  assert.match("reason" in refused ? refused.reason : "", /1 of 4 deliveries no longer have their body/);
  assert.deepEqual(await leads(), ["Bob Diaz: a b, converted"]);
});

test("a lead that somebody called one person is not listed again", async () => {
  const contactId = await sendTwoPeopleUnderOneId();
  await keepWhole(db, contactId, admin);
  await send("lead", { lead_id: "shared", first_name: "Cleo", last_name: "Roe" });
  assert.deepEqual(await listMixedLeads(db), []);
});
