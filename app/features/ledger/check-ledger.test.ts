import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { parseCallLogRow } from "#app/convoso/call-log-row.server.ts";
import { findCall } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { listDifferences } from "#app/db/ledger/differences.server.ts";
import { findDueWindow, updateDueNow } from "#app/db/ledger/window-queue.server.ts";
import { findWindow, listWindows } from "#app/db/ledger/windows.server.ts";
import { findPendingRecording } from "#app/db/recordings/pending-recordings.server.ts";
import { applyDifferences } from "#app/features/ledger/apply-differences.server.ts";
import { checkLedger, resumeLedger } from "#app/features/ledger/check-ledger.server.ts";
import { checkWindow } from "#app/features/ledger/check-window.server.ts";
import { compareWindow } from "#app/features/ledger/compare-window.server.ts";
import { planWindows } from "#app/features/ledger/plan-windows.server.ts";
import { digestPhone } from "#app/features/privacy/digest-phone.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import type { CallWish } from "#test/convoso-simulator/call-center.ts";
import { recordingLinks } from "#test/convoso-simulator/recording.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { events, receive } from "#test/receiving.ts";

const convoso = await startSimulator();
process.env.CONVOSO_API_URL = convoso.apiUrl;
process.env.CONVOSO_AUTH_TOKEN = convoso.authToken;
process.env.LEDGER_BACKFILL_DAYS = "0";
await createTestDatabase();
const db = await pool();
after(() => convoso.stop());

/** The beginning of the last hour that is due to be asked. */
const hour = new Date(Math.floor((Date.now() - 16 * 60_000) / 3_600_000 - 1) * 3_600_000);
const at = (minute: number) => hour.getTime() + minute * 60_000;

beforeEach(async () => {
  convoso.reset();
  await emptyTables();
  await emptyAuditLog();
  await owner().query(sql.unsafe`truncate ledger_windows, ledger_differences, ledger_fixes cascade`);
});

/** A call in the last hour, told by a webhook as well unless it is dropped. */
async function place(minute: number, wish: CallWish = {}, { isDropped = false } = {}) {
  const call = convoso.placeCall({
    startedAt: at(minute),
    disposition: "NI",
    lengthSeconds: 60,
    recordingDelaySeconds: null,
    ...wish,
  });
  if (!isDropped) {
    await receive("call", {
      call_log_id: call.id,
      lead_id: call.lead.id,
      phone_number: call.lead.phone,
      status: call.disposition.code,
      length_in_sec: String(call.seconds),
      call_date: new Date(call.startedAt).toISOString(),
      user_id: call.agent.id,
      campaign_name: call.campaign.name,
    });
  }
  return call;
}

const check = async () => {
  await checkLedger();
  return findWindow(db, hour);
};
const again = async () => {
  await updateDueNow(db, { from: hour, to: new Date(hour.getTime() + 1) });
  return check();
};
const differences = async () => (await listDifferences(db, {})).rows;
const urlOf = (callId: string) =>
  db.oneFirst(sql.type(z.object({ url: z.string().nullable() }))`
    select recording_url as url from calls where call_id = ${callId}`);
const actions = () =>
  db.any(sql.type(z.object({ actor: z.string(), action: z.string(), details: z.unknown() }))`
    select actor, action, details from audit_log order by id`);

test("an hour with the same calls on both sides is equal, and one without calls is zero, not unknown", async () => {
  await place(5);
  await place(50);
  await receive("call", {
    call_log_id: "test-1",
    status: "NI",
    length_in_sec: "10",
    call_date: new Date(at(7)).toISOString(),
  });
  const window = await check();
  assert.deepEqual([window?.state, window?.calls_there, window?.calls_here], ["equal", 2, 2]);
  assert.ok(window?.next_ask_at && window.next_ask_at > new Date());
  const others = (await listWindows(db, { from: new Date(0), to: hour })).map(({ state, calls_there }) => [
    state,
    calls_there,
  ]);
  for (const other of others) assert.deepEqual(other, ["equal", 0]);
});

test("the log's recordings of a call go to it, all of them, whether it has a link already or not", async () => {
  const wish = { recordingDelaySeconds: 0, pieces: 2 };
  const [without, having] = [await place(5, wish), await place(6, wish)];
  const linksAt = ({ id, recording }: typeof having) => (recording ? recordingLinks(convoso.url, id, recording) : []);
  await receive("call", { call_log_id: having.id, recording: linksAt(having)[0] });
  await check();
  for (const call of [without, having]) {
    const links = await db.anyFirst(sql.type(z.object({ source_url: z.string() }))`
      select source_url from archived_recordings where call_id = ${call.id} order by place`);
    assert.deepEqual(links, linksAt(call));
  }
});

test("a call that no webhook told of is applied as a delivery of Convoso's row, byte for byte, and can be replayed", async () => {
  await place(5);
  const missing = await place(
    10,
    { disposition: "SALE", lengthSeconds: 480, recordingDelaySeconds: 0 },
    { isDropped: true },
  );
  const window = await check();
  assert.deepEqual([window?.state, window?.calls_there, window?.calls_here], ["equal", 2, 2]);
  const call = await findCall(db, missing.id);
  assert.deepEqual([call?.disposition, call?.duration_seconds, call?.campaign], ["SALE", 480, missing.campaign.name]);
  assert.match((await urlOf(missing.id)) ?? "", /play-recording-public/);
  const delivery = (await events()).find(({ source_address }) => source_address === "reconcile");
  assert.deepEqual([delivery?.outcome, delivery?.call_id, delivery?.endpoint], ["processed", missing.id, "call"]);
  const sent = JSON.parse(String(delivery?.body));
  assert.deepEqual([sent.id, sent.status_name, sent.call_length], [missing.id, "Sale", "480"]);
  assert.match(String(delivery?.body), /^\{"id":"/);
  const [fixed] = await differences();
  assert.deepEqual(
    [fixed?.state, fixed?.kind, fixed?.settled_by, fixed?.event_id],
    ["fixed", "missing_here", "reconcile", delivery?.id],
  );
  assert.deepEqual(await actions(), [
    { actor: "reconcile", action: "apply Convoso's log", details: { fixed: 1, unchanged: 0 } },
  ]);
  assert.deepEqual(await replayDelivery(db, delivery?.id as string, null), { outcome: "duplicate", isChanged: false });
  await again();
  assert.equal((await events()).filter(({ source_address }) => source_address === "reconcile").length, 1);
});

test("a disposition that changed without notice is taken over, and a delayed webhook does not stay the last word", async () => {
  const call = await place(5, { disposition: "CB" });
  await check();
  convoso.redispose(call.id, "SALE");
  assert.equal((await again())?.state, "equal");
  assert.equal((await findCall(db, call.id))?.disposition, "SALE");
  await receive("call", { call_log_id: call.id, status: "CB" });
  assert.equal((await findCall(db, call.id))?.disposition, "CB", "a webhook that comes later wins");
  assert.equal((await again())?.state, "equal");
  assert.equal((await findCall(db, call.id))?.disposition, "SALE");
  assert.deepEqual(
    (await differences()).map(({ state }) => state),
    ["fixed", "fixed"],
  );
});

test("a webhook that came after the question wins over its answer, and the next question tells", async () => {
  const call = await place(5, { disposition: "CB" });
  convoso.redispose(call.id, "NI");
  await planWindows(db, new Date());
  const due = await findDueWindow(db, new Date());
  assert.deepEqual(due?.startsAt, hour);
  const { apiUrl, authToken } = convoso;
  await checkWindow(db, due, { apiUrl, authToken, timeZone: "America/Los_Angeles" });
  convoso.redispose(call.id, "SALE");
  await receive("call", { call_log_id: call.id, status: "SALE" });
  const [difference] = await differences();
  const [fixed] = await applyDifferences(db, [difference?.id ?? 0], "Ann", async () => {});
  assert.equal(fixed?.result, "unchanged");
  assert.equal((await findCall(db, call.id))?.disposition, "SALE");
  assert.equal((await again())?.state, "equal");
});

test("a call that Convoso's log lost is only shown", async () => {
  await place(5);
  const call = await place(10);
  convoso.vanish(call.id);
  const window = await check();
  assert.deepEqual([window?.state, window?.calls_there, window?.calls_here, window?.open], ["differs", 1, 2, 1]);
  const [difference] = await differences();
  assert.deepEqual([difference?.kind, difference?.call_id, difference?.can_fix], ["missing_there", call.id, false]);
  assert.ok(
    difference?.fields.some(({ field, here, there }) => field === "disposition" && here === "NI" && there === null),
  );
  assert.ok(await findCall(db, call.id), "nothing is deleted");
});

test("a call that Convoso has at another time is not missing, and many of them tell of the time zone", async () => {
  const moved = await place(5, {}, { isDropped: true });
  await receive("call", {
    call_log_id: moved.id,
    status: "NI",
    length_in_sec: "60",
    call_date: new Date(at(-30)).toISOString(),
  });
  assert.equal((await check())?.state, "equal");
  const calls = [];
  for (let nth = 0; nth < 25; nth++) calls.push(await place(-200, {}, { isDropped: true }));
  for (const { id } of calls)
    await receive("call", { call_log_id: id, status: "NI", call_date: new Date(at(20)).toISOString() });
  const window = await again();
  assert.equal(window?.state, "not comparable");
  assert.match(window?.reason ?? "", /CONVOSO_TIME_ZONE/);
});

test("a call that came without an id is not imported a second time", async () => {
  const call = await place(5, { lengthSeconds: 75 }, { isDropped: true });
  await receive("call", {
    lead_id: call.lead.id,
    phone_number: call.lead.phone,
    status: "NI",
    length_in_sec: "75",
    call_date: new Date(at(5)).toISOString(),
  });
  assert.equal((await check())?.state, "equal");
  assert.equal(await findCall(db, call.id), null);
});

test("a call that is going on counts for neither side, and is compared when it is over", async () => {
  const call = await place(59, { lengthSeconds: 7200 }, { isDropped: true });
  assert.deepEqual([(await check())?.calls_there, await findCall(db, call.id)], [0, null]);
});

test("a row without a lead, and a late row, are found", async () => {
  const late = await place(20, { loggedAfterSeconds: 86_400 }, { isDropped: true });
  assert.equal((await check())?.calls_there, 0);
  const logged = convoso.calls().find(({ id }) => id === late.id);
  if (logged) Object.assign(logged, { loggedAt: 0, lead: { ...logged.lead, id: "0" } });
  assert.equal((await again())?.calls_there, 1);
  const call = await findCall(db, late.id);
  assert.deepEqual([call?.lead_id, call?.call_id], [null, late.id]);
});

test("a row that cannot be read as a delivery is a difference, but none that can be fixed", async () => {
  const call = await place(5, {}, { isDropped: true });
  const row = parseCallLogRow({ id: call.id, status: "NI", call_length: "60" });
  assert.ok(row);
  const span = { startsAt: hour, endsAt: new Date(at(60)), from: "", to: "" };
  const { found } = await compareWindow(db, span, [{ ...row, body: () => Buffer.from("[") }], new Date());
  assert.deepEqual(
    found.map(({ callId, kind, body, isAutomatic }) => [callId, kind, body, isAutomatic]),
    [[call.id, "missing_here", null, false]],
  );
});

test("an answer that ignores the hour is never taken for equal", async () => {
  await place(-300);
  await place(5);
  convoso.bendLog({ ignoresWindow: true });
  const window = await check();
  assert.deepEqual([window?.state, window?.calls_there], ["not comparable", null]);
});

test("an answer that leaves out calls, or says that it has more than it gives, is never taken for equal", async () => {
  await place(5);
  const left = await place(50);
  convoso.bendLog({ leavesOut: 1 });
  const window = await check();
  assert.deepEqual([window?.state, window?.calls_there], ["not comparable", null]);
  assert.ok(window?.reason?.includes(left.id));
  convoso.bendLog({ overstates: 3 });
  assert.equal((await again())?.state, "not comparable");
  convoso.bendLog({});
  const straight = await again();
  assert.deepEqual([straight?.state, straight?.calls_there], ["equal", 2]);
});

test("a call that came without an id covers one call of Convoso's, in whichever hour, and test data covers none", async () => {
  await planWindows(db, new Date(), 1); // the hour before may be of the day before
  const wish = { lengthSeconds: 0, disposition: "NA" };
  const first = await place(5, wish, { isDropped: true });
  const second = await place(-55, { ...wish, lead: first.lead }, { isDropped: true });
  const third = await place(7, { ...wish }, { isDropped: true });
  const told = { phone_number: first.lead.phone, status: "NA", length_in_sec: "0" };
  await receive("call", told);
  await receive("call", { ...told, phone_number: third.lead.phone }, { isTest: true });
  await again();
  const missing = (await differences()).map(({ call_id }) => call_id);
  assert.ok(missing.includes(third.id), "test data covers no call");
  assert.equal(missing.filter((id) => id === first.id || id === second.id).length, 1);
  const earlier = new Date(hour.getTime() - 3_600_000);
  await updateDueNow(db, { from: earlier, to: new Date(hour.getTime() + 1) });
  await checkLedger();
  assert.equal((await differences()).length, missing.length, "and it stays the same one");
});

test("hours that were asked by another time zone are asked again before they count", async () => {
  await place(5);
  assert.equal((await check())?.state, "equal");
  await planWindows(db, new Date(), 0, "Asia/Kolkata");
  const windows = await listWindows(db, { from: new Date(0), to: new Date() });
  assert.ok(windows.length > 0);
  for (const { state, starts_at, ends_at, next_ask_at } of windows) {
    assert.deepEqual(
      [state, starts_at.getUTCMinutes(), Number(ends_at) - Number(starts_at)],
      ["not asked", 30, 3_600_000],
    );
    assert.ok(next_ask_at && next_ask_at <= new Date(Date.now() + 16 * 60_000));
  }
  for (const [index, { starts_at }] of windows.slice(1).entries())
    assert.deepEqual(starts_at, windows[index]?.ends_at, "without a gap");
});

test("a worker whose clock is ahead asks for no hour that is not over", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 5 * 3_600_000 });
  await checkLedger();
  t.mock.timers.reset();
  const windows = await listWindows(db, { from: new Date(0), to: new Date(Date.now() + 86_400_000) });
  assert.ok(windows.length > 0);
  for (const { ends_at } of windows) assert.ok(ends_at <= new Date(), String(ends_at));
});

test("short pages, totals that move, and rows that come twice lose nothing", async () => {
  for (let nth = 0; nth < 23; nth++) await place(nth, {}, { isDropped: nth % 3 === 0 });
  convoso.bendLog({ mostRows: 10, moves: 2, repeats: 1 });
  const window = await check();
  assert.deepEqual([window?.state, window?.calls_there, window?.calls_here], ["equal", 23, 23]);
});

for (const [kind, failure] of [
  ["401", "unauthorized"],
  ["5001", "unauthorized"],
  ["403", "forbidden"],
  ["429", "rate-limited"],
  ["500", "server-error"],
  ["html", "not-json"],
  ["refused", "refused"],
  ["disconnect", "unreachable"],
] as const) {
  test(`Convoso answering ${kind} is "could not ask" with its reason, and asked again later`, async () => {
    await place(5);
    convoso.fail({ kind, retryAfterSeconds: 90 });
    const window = await check();
    assert.deepEqual([window?.state, window?.failure, window?.calls_there], ["could not ask", failure, null]);
    assert.ok(window?.reason && !window.reason.includes(convoso.authToken));
    assert.ok(window.next_ask_at && window.next_ask_at > new Date());
    if (kind === "429") assert.ok(Number(window.next_ask_at) - Date.now() > 80_000);
    await resumeLedger();
    assert.equal((await check())?.state, "equal");
    convoso.fail({ kind });
    const later = await again();
    assert.deepEqual([later?.state, later?.calls_there], ["equal", 1], "what is known stays known");
    assert.equal(later?.failure, failure);
  });
}

test("a recording that the log has goes to its own call, also where the search was given up", async () => {
  const [waiting, over] = [await place(5, { recordingDelaySeconds: 0 }), await place(6, { recordingDelaySeconds: 0 })];
  const none = await place(7);
  await db.query(sql.unsafe`
    update pending_recordings set state = 'gave_up', next_try_at = null, attempts = 9 where call_id = ${over.id}`);
  await check();
  const urls = await Promise.all([waiting, over, none].map(({ id }) => urlOf(id)));
  assert.match(urls[0] ?? "", /play-recording-public/);
  assert.match(urls[1] ?? "", /play-recording-public/);
  assert.equal(urls[2], null);
  assert.notEqual(urls[0], urls[1]);
  assert.equal((await findPendingRecording(db, over.id))?.state, "found");
});

test("data of an erased person does not come back from Convoso", async () => {
  const call = await place(5, { disposition: "CB", recordingDelaySeconds: 0 });
  await db.query(sql.unsafe`delete from pending_recordings`);
  await db.query(sql.unsafe`update call_events set payload_erased_by = 'erasure', payload_erased_at = now()`);
  await db.query(
    sql.unsafe`update calls set phone_number = null, phone_e164 = null, lead_id = null, contact_id = null`,
  );
  convoso.redispose(call.id, "SALE");
  assert.equal((await check())?.state, "equal");
  const kept = await findCall(db, call.id);
  assert.deepEqual([kept?.disposition, kept?.phone_number, await urlOf(call.id)], ["CB", null, null]);
});

test("a call from before an erasure that the portal never had is not filled, and a later one is", async () => {
  const [before, later] = [await place(5, {}, { isDropped: true }), await place(40, {}, { isDropped: true })];
  for (const [call, minute] of [
    [before, 6],
    [later, 6],
  ] as const) {
    const details = JSON.stringify({ kept: 0, phone_digest: digestPhone(call.lead.phone) });
    await owner().query(sql.unsafe`alter table audit_log disable trigger user`);
    await owner().query(sql.unsafe`
      insert into audit_log (at, actor, action, details)
      values (${new Date(at(minute)).toISOString()}::timestamptz, 'Ann', 'erase person', ${details}::jsonb)`);
    await owner().query(sql.unsafe`alter table audit_log enable trigger user`);
  }
  await check();
  assert.equal(await findCall(db, before.id), null);
  assert.ok(await findCall(db, later.id));
});
