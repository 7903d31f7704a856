import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { findCall, listCalls } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { listDictionary, listUnmappedCodes } from "#app/db/dispositions/dispositions.server.ts";
import { saveDisposition, versionOf } from "#app/features/dispositions/change-dictionary.server.ts";
import { describeSections } from "#app/features/names/describe-sections.server.ts";
import { readNamesLater, readNamesNow } from "#app/features/names/read-names.server.ts";
import { checkConnection } from "#app/features/test-tools/check-connection.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

const convoso = await startSimulator({ timeZone: "America/New_York" });
process.env.CONVOSO_API_URL = convoso.apiUrl;
process.env.CONVOSO_AUTH_TOKEN = convoso.authToken;
process.env.CONVOSO_TIME_ZONE = "America/Los_Angeles";
await createTestDatabase();
const db = await pool();
const admin = { actor: "Ann", role: "admin", sourceAddress: null } as const;
after(() => convoso.stop());
beforeEach(() => convoso.reset());

const call = (fields: object) => receiveDelivery(rawDelivery("call", { status: "A", ...fields }));
const states = async () =>
  Object.fromEntries(
    (await describeSections(db)).sections.map(({ section, tried }) => [section, tried?.state ?? "never tried"]),
  );
const entryOf = async (code: string) => (await listDictionary(db)).find((entry) => entry.code === code);
const AgentName = z.object({ name: z.string().nullable() });
const nameOfAgent = (id: string) => db.oneFirst(sql.type(AgentName)`select name from agents where agent_id = ${id}`);

test("before anything was asked, each section was never tried", async () => {
  assert.deepEqual(new Set(Object.values(await states())), new Set(["never tried"]));
  assert.equal((await describeSections(db)).zone, null);
});

test("the dictionary takes Convoso's names, but for entries that an admin changed", async () => {
  const ni = await entryOf("NI");
  await saveDisposition(db, { code: "NI", name: "No thanks", stage: "contacted" }, ni ? versionOf(ni) : null, admin);
  assert.equal((await entryOf("HU"))?.name, "Hang up");
  await readNamesNow();
  await readNamesNow();
  const [ours, theirs] = [await entryOf("NI"), await entryOf("HU")];
  assert.deepEqual([ours?.name, ours?.stage, ours?.updated_by], ["No thanks", "contacted", "Ann"]);
  assert.deepEqual([theirs?.name, theirs?.stage, theirs?.updated_by], ["Hang Up", "contacted", null]);
});

test("a code that an admin removed stays out, and Convoso's flags suggest what it means", async () => {
  await db.query(sql.unsafe`delete from dispositions where code in ('SALE', 'DNC', 'CB')`);
  for (const status of ["SALE", "DNC", "CB", "ZZ9"]) await call({ call_log_id: `s-${status}`, status });
  await readNamesNow();
  const suggested = (await listUnmappedCodes(db)).map(({ code, name, suggested_stage }) => [
    code,
    name,
    suggested_stage,
  ]);
  assert.deepEqual(suggested.sort(), [
    ["CB", "Call Back", "contacted"],
    ["DNC", "Do Not Call", "lost"],
    ["SALE", "Sale", "converted"],
    ["ZZ9", null, null],
  ]);
});

test("an agent known by id gets the name, one that a delivery named keeps it, and a rename is followed", async () => {
  await call({ call_log_id: "a-1", user_id: "310417" });
  await call({ call_log_id: "a-2", user_id: "310422", agent_full_name: "Dwayne at the desk" });
  await readNamesNow();
  assert.deepEqual([await nameOfAgent("310417"), await nameOfAgent("310422")], ["Marisol Vega", "Dwayne at the desk"]);
  await db.query(sql.unsafe`update convoso_names set name = 'Marisol Old' where source_id = '310417'`);
  await db.query(sql.unsafe`update agents set name = 'Marisol Old' where agent_id = '310417'`);
  await readNamesNow();
  assert.equal(await nameOfAgent("310417"), "Marisol Vega");
});

test("a campaign that deliveries give as an id is shown by its name", async () => {
  await call({ call_log_id: "c-1", campaign_id: "2044" });
  await call({ call_log_id: "c-2", campaign: "2052" });
  await call({ call_log_id: "c-3", campaign: "Own name", campaign_id: "77" });
  await readNamesNow();
  const rows = (await listCalls(db, {})).rows.filter(({ call_id }) => call_id.startsWith("c-"));
  assert.deepEqual(rows.map(({ call_id, campaign, campaign_name }) => [call_id, campaign, campaign_name]).sort(), [
    ["c-1", "2044", "Final Expense"],
    ["c-2", "2052", "ACA Open Enrollment"],
    ["c-3", "Own name", null],
  ]);
});

test("the list of a call is named", async () => {
  await call({ call_log_id: "l-1", list_id: "30118" });
  await call({ call_log_id: "l-2", list_id: "999" });
  await readNamesNow();
  const names = await Promise.all(["l-1", "l-2"].map(async (id) => (await findCall(db, id))?.list_name));
  assert.deepEqual(names, ["AEP Web Leads", null]);
});

test("a section that the token may not read keeps no other back, and says so until it works", async () => {
  convoso.fail({ kind: "403", path: "users/search" });
  convoso.fail({ kind: "500", path: "lists/search" });
  await readNamesNow();
  const { log, leads, ...named } = await states();
  assert.deepEqual(named, { users: "refused", statuses: "works", campaigns: "works", lists: "not asked" });
  const users = (await describeSections(db)).sections.find(({ section }) => section === "users");
  assert.match(users?.tried?.answer ?? "", /does not allow this auth token/);
  assert.ok(users?.tried?.worked_at, "when it last worked is kept");
  await readNamesNow();
  assert.deepEqual((await states()).users, "works");
});

test("the check tries each section apart, and tells refused from not asked", async () => {
  convoso.fail({ kind: "403", path: "leads/search" });
  convoso.fail({ kind: "refused", code: 5001, text: "Invalid", path: "status/search" });
  convoso.fail({ kind: "html", path: "campaigns/search" });
  const check = await checkConnection(db, admin);
  assert.ok(check.ok);
  assert.deepEqual(await states(), {
    log: "works",
    users: "works",
    statuses: "refused",
    campaigns: "not asked",
    lists: "works",
    leads: "refused",
  });
  assert.equal(convoso.requests().length, 6);
  convoso.fail({ kind: "401", path: "log/retrieve" });
  assert.equal((await checkConnection(db, admin)).ok, false);
  assert.deepEqual([(await states()).log, (await states()).leads], ["refused", "works"]);
});

test("offsets that Convoso wrote are compared with the configured zone", async () => {
  await readNamesNow();
  const { zone } = await describeSections(db);
  assert.equal(zone?.agree, 0);
  assert.ok(zone && zone.differ > 5);
  assert.deepEqual(zone?.fitting, ["America/New_York"]);
});

test("all pages of users are read where the server gives fewer than asked", async () => {
  await db.query(sql.unsafe`delete from convoso_names`);
  await readNamesNow();
  assert.equal(convoso.requests().filter(({ path }) => path === "/v1/users/search").length, 2);
  const users = await db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*) from convoso_names where kind = 'user'`);
  assert.equal(users, 12);
});

test("asking for the names queues one job and is audited", async () => {
  await readNamesLater(db, admin);
  await readNamesLater(db, admin);
  const jobs = await db.anyFirst(sql.type(z.object({ key: z.string() }))`
    select key from graphile_worker.jobs where task_identifier = 'read_names'`);
  assert.deepEqual(jobs, ["read_names"]);
  const acts = await db.anyFirst(sql.type(z.object({ action: z.string() }))`
    select action from audit_log where action = 'read names from Convoso'`);
  assert.equal(acts.length, 2);
});
