import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/pool.server.ts";
import { drainSpool } from "#app/features/webhooks/drain-spool.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

const SECRET = "the webhook secret";
process.env.CONVOSO_WEBHOOK_SECRET = SECRET;
await createTestDatabase();
const db = await pool();

const Row = z.record(z.string(), z.unknown());
const rows = (table: string) => db.any(sql.type(Row)`select * from ${sql.identifier([table])} order by created_at, 1`);
const events = () => db.any(sql.type(Row)`select * from call_events order by id`);
const jobs = () => db.any(sql.type(Row)`select key, run_at, task_identifier from graphile_worker.jobs order by key`);

const signed = (raw: ReturnType<typeof rawDelivery>) => {
  raw.headers.set("x-webhook-secret", SECRET);
  return raw;
};
const receive = async (...args: Parameters<typeof rawDelivery>) => {
  const received = await receiveDelivery(signed(rawDelivery(...args)));
  assert.ok(received.isStored);
  return received;
};

beforeEach(async () => {
  await db.query(sql.unsafe`truncate calls, contacts, agents, call_events, pending_recordings cascade`);
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
});

const CALL = {
  call_id: "9001",
  lead_id: "501",
  agent_id: "77",
  agent_name: "Dana Reyes",
  phone_number: "2135550123",
  campaign: "Medicare TX",
  disposition: "SALE",
  duration: "120",
  started_at: "2026-03-02 10:00:00",
};

test("a call is stored with its agent, its lead and the search for its recording, and the ledger names them all", async () => {
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
  const older = signed(rawDelivery("call", { ...CALL, disposition: "CB", queue: "Overflow" }));
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

test("what cannot be read or used is refused with a reason, and kept for the admin", async () => {
  assert.equal((await receive("call", "{broken")).verdict.status, 400);
  assert.equal((await receive("call", { nothing: "known" })).verdict.status, 422);
  assert.equal((await receive("call", CALL, { method: "GET" })).verdict.status, 405);
  const tooLarge = { ...signed(rawDelivery("call", "")), body: null, bodySize: 2_000_000 };
  const received = await receiveDelivery(tooLarge);
  assert.equal(received.isStored && received.verdict.status, 413);
  const filed = await events();
  assert.deepEqual(
    filed.map(({ http_status, outcome }) => [http_status, outcome]),
    [
      [400, "invalid"],
      [422, "invalid"],
      [405, "invalid"],
      [413, "invalid"],
    ],
  );
  assert.equal(Buffer.from(filed[0]?.body as Uint8Array).toString(), "{broken");
  assert.ok(filed.every(({ error }) => error));
});

test("without the secret a delivery is refused and filed without its body; a right signature or secret opens", async () => {
  const refused = await receiveDelivery(rawDelivery("call", CALL));
  assert.equal(refused.isStored && refused.verdict.status, 401);
  const [event] = await events();
  assert.deepEqual([event?.outcome, event?.body], ["refused", null]);
  const body = JSON.stringify(CALL);
  const raw = rawDelivery("call", body);
  raw.headers.set("x-convoso-signature", `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`);
  const accepted = await receiveDelivery(raw);
  assert.equal(accepted.isStored && accepted.verdict.status, 200);
  const byQuery = await receiveDelivery(rawDelivery("call", CALL, { query: new URLSearchParams({ key: SECRET }) }));
  assert.equal(byQuery.isStored && byQuery.verdict.status, 200);
  assert.ok(!JSON.stringify(await events()).includes(SECRET));
});

test("what PostgreSQL cannot hold is mended or refused, never a failure", async () => {
  const traps = [
    '{"call_id":"t1","agent_name":"a\\u0000b","duration":5}',
    '{"call_id":"t2","agent_name":"\\ud800","x\\ud800y":"\\udfff","duration":5}',
    '{"call_id":"t3","duration":99999999999999999999}',
    '{"call_id":"t4","started_at":"0000-00-00 00:00:00","duration":1e308}',
    '{"call_id":"t5","nested":{"a":{"b":["\\u0000"]}},"duration":-5}',
    `{"call_id":"${"9".repeat(5000)}","duration":5}`,
  ];
  for (const body of traps) {
    const { verdict } = await receive("call", body);
    assert.ok([200, 422].includes(verdict.status), `${body.slice(0, 60)} → ${verdict.status} ${verdict.error}`);
  }
  assert.equal((await events()).filter(({ outcome }) => outcome === "failed").length, 0);
});

test("thousands of concurrent duplicates and updates end in one row a call, as the newest delivery has it", async () => {
  const deliveries = Array.from({ length: 2000 }, (_, index) =>
    signed(
      rawDelivery("call", {
        call_id: `c${index % 20}`,
        agent_id: `a${index % 3}`,
        lead_id: `l${index % 7}`,
        disposition: `D${index}`,
        duration: index,
      }),
    ),
  );
  const shuffled = deliveries.toSorted((a, b) => (a.eventId.slice(-6) < b.eventId.slice(-6) ? -1 : 1));
  const received = await Promise.all(shuffled.map(receiveDelivery));
  const spooled = received.filter((one) => !one.isStored && one.isSpooled).length;
  assert.ok(spooled >= 900 && spooled <= 1000, `the last thousand, or nearly, need not wait so long: ${spooled}`);
  assert.equal(received.filter((one) => one.isStored && one.verdict.status === 200).length, 2000 - spooled);
  assert.deepEqual(await drainSpool(), { stored: spooled, left: 0 });
  const calls = await rows("calls");
  assert.equal(calls.length, 20);
  for (const call of calls) {
    const newest = 1980 + Number(String(call.call_id).slice(1));
    assert.equal(call.disposition, `D${newest}`);
    assert.equal(call.duration_seconds, newest);
  }
  assert.equal((await rows("agents")).length, 3);
  assert.equal((await rows("contacts")).length, 7);
  assert.equal((await jobs()).length, 20);
  assert.equal((await events()).length, 2000);
});

test("a thousand mixed deliveries at once come to the same as one after the other in the order of receipt", async () => {
  const any = (index: number, salt: number, of: number) =>
    Math.trunc(Math.abs(Math.sin(index * 7 + salt)) * of * 1e4) % of;
  const bodies = Array.from({ length: 800 }, (_, index) => ({
    ...{ call_id: `c${any(index, 1, 40)}`, lead_id: `l${any(index, 1, 40) % 9}`, agent_id: `a${any(index, 2, 4)}` },
    phone_number: `213555010${any(index, 1, 40) % 9}`,
    disposition: ["SALE", "NI", "CB", "A", "", null][any(index, 3, 6)],
    duration: any(index, 4, 2) ? index : "",
    campaign: any(index, 5, 3) ? `Campaign ${any(index, 6, 5)}` : null,
    first_name: any(index, 7, 3) ? `Name ${any(index, 8, 9)}` : "",
    recording_url: any(index, 9, 20) ? undefined : `https://example.com/${index}.mp3`,
    note: any(index, 10, 2) ? `note ${index}` : "",
  }));
  const withRepeats = bodies.flatMap((body, index) => (any(index, 11, 4) ? [body] : [body, body]));
  const deliveries = withRepeats.map((body) => signed(rawDelivery("call", body)));
  const stored = async () => {
    const columns = sql.fragment`- '{id,contact_id,agent_id,updated_at,recording_found_at}'::text[] as row`;
    return {
      calls: await db.any(sql.type(Row)`select to_jsonb(calls) ${columns} from calls order by call_id`),
      leads: await db.any(sql.type(Row)`select to_jsonb(contacts) ${columns} from contacts order by lead_id`),
      searches: await db.any(sql.type(Row)`select call_id from pending_recordings where state = 'waiting' order by 1`),
    };
  };
  for (const delivery of deliveries) await receiveDelivery(delivery);
  const oneByOne = await stored();
  await db.query(sql.unsafe`truncate calls, contacts, agents, call_events, pending_recordings cascade`);
  await Promise.all(
    deliveries.toSorted((a, b) => (a.eventId.slice(-6) < b.eventId.slice(-6) ? -1 : 1)).map(receiveDelivery),
  );
  await drainSpool(); // the last few of them
  assert.deepEqual(await stored(), oneByOne);
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

test("a delivery that cannot be stored fails alone, is kept as it came, and its neighbours are stored", async () => {
  await db.query(sql.unsafe`
    create or replace function refuse_poison() returns trigger language plpgsql as $$
    begin if new.campaign = 'poison' then raise exception 'poisoned'; end if; return new; end $$`);
  await db.query(
    sql.unsafe`create trigger refuse_poison before insert on calls for each row execute function refuse_poison()`,
  );
  const deliveries = Array.from({ length: 30 }, (_, index) =>
    signed(rawDelivery("call", { call_id: `p${index}`, duration: 5, campaign: index === 13 ? "poison" : "fine" })),
  );
  const received = await Promise.all(deliveries.map(receiveDelivery));
  await db.query(sql.unsafe`drop trigger refuse_poison on calls`);
  assert.equal((await rows("calls")).length, 29);
  const failed = received.filter((one) => one.isStored && one.verdict.outcome === "failed");
  assert.equal(failed.length, 1);
  const [event] = (await events()).filter(({ outcome }) => outcome === "failed");
  assert.match(Buffer.from(event?.body as Uint8Array).toString(), /poison/);
});
