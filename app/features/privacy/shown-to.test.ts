import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { findAgent } from "#app/db/agents/agents.server.ts";
import { findCall, listCalls } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { findEvent, listEvents } from "#app/db/deliveries/call-events.server.ts";
import { columnsWith } from "#app/db/erasure/fates.server.ts";
import { findContact, listContacts } from "#app/db/leads/contacts.server.ts";
import { findPendingRecording } from "#app/db/recordings/pending-recordings.server.ts";
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
  assert.ok(seenBy(viewer).includes("+1 ••• ••• ••23") && seenBy(viewer).includes("a•••@•••.com"));
});

test("a phone or address that stands in any other column is masked for viewers, and so is what is counted by it", async () => {
  await receiveDelivery(
    rawDelivery("call", { call_id: "c9", agent_name: "Tel 310-555-0177", campaign: "Solar 2026-01-05" }),
  );
  const texts = columnsWith("calls", "sent", "person").filter(
    (column) => !["call_id", "lead_id", "extra"].includes(column),
  );
  for (const column of texts) {
    await db.query(sql.unsafe`
      update calls set ${sql.identifier([column])} = 'for (310) 555-0177, zoe@example.com' where call_id = 'c9'`);
  }
  await db.query(sql.unsafe`
    insert into pending_recordings (call_id, last_answer) values ('c9', 'no 310 555 0177')
    on conflict (call_id) do update set last_answer = excluded.last_answer`);
  await db.query(sql.unsafe`
    update call_events set content_type = 'text/plain; to="+1 310 555 0177"', error = 'no 3105550177' where call_id = 'c9'`);
  const call = await findCall(db, "c9");
  const event = (await listEvents(db, {})).rows.find(({ call_id }) => call_id === "c9");
  const whole = event && (await findEvent(db, event.id));
  const agent = call?.agent_id ? await findAgent(db, call.agent_id) : null;
  const search = await findPendingRecording(db, "c9");
  assert.ok(call && whole && agent && search);
  const seen = (who: typeof viewer | typeof operator) => {
    const shown = shownTo(who);
    const named = shown.labels({ campaigns: [{ name: call.campaign, count: 5 }], since: new Date(0) });
    const found = shown.searchOf(call, search);
    return JSON.stringify([shown.call(call), shown.event(whole), shown.agent(agent), found, named]);
  };
  assert.ok(seen(operator).includes("555-0177"));
  assert.ok(!/555.?0177|zoe@/.test(seen(viewer)), seen(viewer));
  const campaign = "Solar 2026-01-05";
  assert.equal(shownTo(viewer).call({ ...call, campaign }).campaign, campaign, "a date stays");
});

test("a step of the chain of custody leads a viewer to its delivery, and masks phones, quotations and lengths of payloads", () => {
  const id = "019a0000-1234-7555-8166-213555017812";
  const { custody } = shownTo(viewer);
  const delivery = custody({ what: "delivery", outcome: id, bytes: 512 });
  assert.deepEqual([delivery.outcome, delivery.bytes], [id, null], "the length of a payload is not shown");
  const asked = custody({ what: "asked", outcome: "Convoso answered “no recording of Zoe Quill”.", bytes: null });
  assert.ok(!JSON.stringify(asked).includes("Zoe"), "what is quoted is hidden, as in the search for the recording");
  assert.ok(!/555.?0177/.test(JSON.stringify(custody({ what: "asked", outcome: "no +1 310 555 0177", bytes: null }))));
  assert.ok(
    !/555.?0177/.test(JSON.stringify(custody({ what: "delivery", outcome: id, bytes: 512, by: "+1 310 555 0177" }))),
  );
});

test("a listener gets whole what calls of their campaigns hold, and everything else as a viewer does", async () => {
  await receiveDelivery(
    rawDelivery("call", { call_id: "c10", ...LEAD, campaign: "Solar", comments: "in Springfield" }),
  );
  await receiveDelivery(
    rawDelivery("call", { call_id: "c11", ...LEAD, campaign: "Roofs", comments: "in Springfield" }),
  );
  const listener = { ...viewer, role: "listener" as const, campaigns: ["Solar"] };
  const calls = (await Promise.all(["c10", "c11", "c1"].map((id) => findCall(db, id)))).flatMap((call) => call ?? []);
  const seen = calls.map(shownTo(listener).call);
  assert.deepEqual(seen, [calls[0], ...calls.slice(1).map(shownTo(viewer).call)]);
  assert.ok(JSON.stringify(seen[0]).includes("in Springfield") && !JSON.stringify(seen[1]).includes("Springfield"));
  const { leads, events } = await everything();
  for (const who of [listener, { ...listener, campaigns: [] }]) {
    assert.deepEqual(leads.map(shownTo(who).lead), leads.map(shownTo(viewer).lead));
    assert.deepEqual(events.map(shownTo(who).event), events.map(shownTo(viewer).event));
  }
  assert.deepEqual(
    [shownTo({ ...viewer, campaigns: ["Solar"] }).call(calls[0] as (typeof calls)[0])],
    [shownTo(viewer).call(calls[0] as (typeof calls)[0])],
    "campaigns that are left of an earlier role mean nothing",
  );
});

test("a difference of the ledger shows a viewer its values without phones and addresses", () => {
  const value = "Back to 310-555-0177";
  const difference = {
    id: 1,
    call_id: "c9",
    kind: "differs" as const,
    state: "accepted" as const,
    fields: [{ field: "campaign" as const, there: value, here: null }],
    ...{
      window_start: new Date(0),
      occurred_at: new Date(0),
      asked_at: new Date(0),
      since: new Date(0),
      settled_at: null,
    },
    ...{ is_automatic: false, can_fix: true, event_id: null, settled_by: "Ann", cursor: "1" },
    note: "zoe@example.com said so",
  };
  assert.ok(JSON.stringify(shownTo(operator).difference(difference)).includes(value));
  const seen = shownTo(viewer).difference(difference);
  assert.ok(!/555.?0177|zoe@/.test(JSON.stringify(seen)), JSON.stringify(seen));
  assert.deepEqual([seen.fields[0]?.field, seen.call_id, seen.settled_by], ["campaign", "c9", "Ann"]);
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

test("a viewer sees no names in the actions and errors of others", () => {
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
