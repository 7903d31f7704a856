import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { pool } from "#app/db/connection/pool.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rawDelivery } from "#test/raw-delivery.ts";
import { CALL, events, jobs, Row, receive, rows } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();

beforeEach(() => emptyTables());

test("a call is stored with its agent, its lead and the search for its recording, and the delivery names them all", async () => {
  const { touched, verdict } = await receive("call", CALL);
  assert.equal(verdict.outcome, "processed");
  const [call] = await rows("calls");
  const [agent] = await rows("agents");
  const [contact] = await rows("contacts");
  assert.equal(call?.call_id, "9001");
  assert.equal(call?.agent_id, agent?.id);
  assert.equal(call?.contact_id, contact?.id);
  assert.equal(call?.duration_seconds, 120);
  assert.deepEqual(call?.started_at, new Date("2026-03-02T18:00:00Z"));
  assert.equal(call?.phone_e164, "+12135550123");
  assert.equal(agent?.agent_id, "77");
  assert.equal(contact?.lead_id, "501");
  const [pending] = await rows("pending_recordings");
  assert.equal(pending?.state, "waiting");
  const [job] = await jobs();
  assert.equal(job?.key, "fetch_recording:9001");
  const [event] = await events();
  assert.deepEqual(
    [event?.call_id, event?.contact_id, event?.agent_id],
    [touched.callId, touched.contactId, touched.agentId],
  );
});

test("the job is due after the delay, once a call, and a repeated delivery does not move it", async () => {
  const before = Date.now();
  await receive("call", CALL);
  const [first] = await jobs();
  const delay = Number(first?.run_at) - before;
  assert.ok(delay >= 119_000 && delay < 180_000, `due after ${delay} ms`);
  await receive("call", { ...CALL, disposition: "NI" });
  const after = await jobs();
  assert.equal(after.length, 1);
  assert.deepEqual(after[0]?.run_at, first?.run_at);
});

test("the same delivery twice changes nothing and is called a duplicate", async () => {
  await receive("call", CALL);
  const before = [await rows("calls"), await rows("contacts"), await rows("agents")];
  const { verdict } = await receive("call", CALL);
  assert.equal(verdict.outcome, "duplicate");
  const after = [await rows("calls"), await rows("contacts"), await rows("agents")];
  const visible = (tables: typeof before) =>
    tables.map((table) => table.map(({ last_event_id, updated_at, field_events, ...row }) => row));
  assert.deepEqual(visible(after), visible(before));
  assert.equal((await events()).length, 2);
});

test("a blank never erases, a redisposition updates, and an older delivery that comes late overrides nothing", async () => {
  const older = rawDelivery("call", { ...CALL, disposition: "CB", queue: "Overflow" });
  await receive("call", CALL);
  await receive("call", { call_id: "9001", disposition: "NI", agent_id: "", campaign: "null" });
  await receiveDelivery(older);
  const [call] = await rows("calls");
  assert.equal(call?.disposition, "NI");
  assert.equal(call?.campaign, "Medicare TX");
  assert.equal(call?.queue, "Overflow");
  assert.equal((await rows("agents")).length, 1);
});

test("a delivery that brings the recording ends the search and its job, and a later blank keeps the link", async () => {
  await receive("call", CALL);
  await receive("call", { call_id: "9001", recording: "https://admin-dt.convoso.com/play-recording-public/x?rlt=1" });
  assert.equal((await rows("pending_recordings"))[0]?.state, "found");
  assert.deepEqual(await jobs(), []);
  await receive("call", { ...CALL, recording_url: "" });
  const [call] = await rows("calls");
  assert.equal(call?.recording_url, "https://admin-dt.convoso.com/play-recording-public/x?rlt=1");
  assert.equal(call?.recording_source, "webhook");
});

test("an agent known by name becomes the id that comes with that name", async () => {
  await receive("call", { call_id: "1", agent_name: "Dana Reyes", duration: 5 });
  await receive("call", { call_id: "2", agent_id: "77", agent_name: "dana reyes", duration: 5 });
  await receive("call", { call_id: "3", agent_name: "Dana Reyes", duration: 5 });
  assert.equal((await rows("agents")).length, 1);
  const calls = await rows("calls");
  assert.equal(new Set(calls.map(({ agent_id }) => agent_id)).size, 1);
});

test("a lead known by its phone becomes the lead id that comes with it, and its calls stay its own", async () => {
  await receive("call", { call_id: "1", phone_number: "2135550123", duration: 5 });
  await receive("lead", { lead_id: "501", first_name: "Ann", phone_number: "(213) 555-0123" });
  await receive("call", { call_id: "2", phone_number: "+12135550123", duration: 7 });
  const contacts = await rows("contacts");
  assert.equal(contacts.length, 1);
  assert.equal(contacts[0]?.lead_id, "501");
  assert.deepEqual(
    (await rows("calls")).map(({ contact_id }) => contact_id),
    [contacts[0]?.id, contacts[0]?.id],
  );
});

test("a call whose phone fits several leads is linked to none of them", async () => {
  await receive("lead", { lead_id: "501", first_name: "Ann", phone_number: "2135550123" });
  await receive("lead", { lead_id: "502", first_name: "Bob", phone_number: "2135550123" });
  await receive("call", { call_id: "1", phone_number: "2135550123", duration: 5 });
  assert.equal((await rows("contacts")).length, 2);
  assert.equal((await rows("calls"))[0]?.contact_id, null);
});

test("lead data on the call endpoint becomes a contact and no call, flagged with a hint; the same the other way round", async () => {
  const lead = await receive("call", { lead_id: "501", first_name: "Ann", last_name: "Lee", email: "ann@example.com" });
  assert.ok(lead.verdict.hint);
  const call = await receive("lead", CALL);
  assert.ok(call.verdict.hint);
  assert.equal((await rows("calls")).length, 1);
  assert.deepEqual(
    (await events()).map(({ kind, is_misrouted }) => [kind, is_misrouted]),
    [
      ["lead", true],
      ["call", true],
    ],
  );
});

test("deliveries without any id have a stable key: the same call again is the same row", async () => {
  const anonymous = { phone_number: "2135550123", call_date: "2026-03-02 10:00:00", length_in_sec: "30", status: "NI" };
  await receive("call", anonymous);
  await receive("call", new URLSearchParams(anonymous).toString(), {
    contentType: "application/x-www-form-urlencoded",
  });
  const calls = await rows("calls");
  assert.equal(calls.length, 1);
  assert.match(String(calls[0]?.call_id), /^derived:/);
});

test("a new lead is written once, as what its call makes it", async () => {
  await receive("call", CALL);
  const [lead] = await db.any(sql.type(Row)`select conversion, ctid::text as place from contacts`);
  assert.deepEqual(lead, { conversion: "converted", place: "(0,1)" });
});

test("rows made as tests, or whose id begins with test-, are marked; a real delivery makes a row real", async () => {
  await receive("call", { ...CALL, call_id: "test-1" });
  await receive("call", { call_id: "2", duration: 5 }, { isTest: true });
  await receive("call", { call_id: "3", duration: 5 });
  const isTest = async () =>
    Object.fromEntries((await rows("calls")).map(({ call_id, is_test }) => [call_id, is_test]));
  assert.deepEqual(await isTest(), { "test-1": true, "2": true, "3": false });
  await receive("call", { call_id: "2", duration: 6 });
  assert.equal((await isTest())["2"], false);
});
