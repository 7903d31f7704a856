import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { findPlayable } from "#app/db/archive/playable-recordings.server.ts";
import { findCall, listCalls } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { findPendingRecording } from "#app/db/recordings/pending-recordings.server.ts";
import { countFailedLinks } from "#app/db/recordings/recording-links.server.ts";
import { playRecording } from "#app/features/archive/play-recording.server.ts";
import { checkSomeLinks } from "#app/features/recordings/check-some-links.server.ts";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";
import { retryRecording } from "#app/features/recordings/retry-recording.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import type { BadRecording } from "#test/convoso-simulator/bad-recordings.ts";
import type { Call } from "#test/convoso-simulator/call-center.ts";
import { recordingLink } from "#test/convoso-simulator/recording.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { receive } from "#test/receiving.ts";

const convoso = await startSimulator();
process.env.CONVOSO_API_URL = convoso.apiUrl;
process.env.CONVOSO_AUTH_TOKEN = convoso.authToken;
process.env.RECORDING_HOSTS = "127.0.0.1";
await createTestDatabase();
const db = await pool();
after(() => convoso.stop());
const admin = { actor: "Ann", role: "operator", sourceAddress: null } as const;

const linkOf = ({ recording }: Call) => recording && recordingLink(convoso.url, recording);
const deliver = (call: Call, more: object = {}) =>
  receive("call", { call_log_id: call.id, status: "SALE", length_in_sec: "60", recording_url: linkOf(call), ...more });

/** A call whose recording Convoso lists, delivered with its link. */
async function callWithLink(): Promise<Call> {
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  await deliver(call);
  return call;
}

async function play(callId: string, range: string | null = "bytes=0-", wait = 5_000) {
  const signal = AbortSignal.timeout(wait);
  const opened = await playRecording(db, callId, { range, signal, admin });
  assert.ok(opened);
  if (!opened.ok) return opened.reason;
  let bytes = 0;
  try {
    for await (const chunk of opened.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
  } catch {
    return `broke off`;
  }
  return bytes;
}

const urlOf = async (callId: string) => (await findPlayable(db, callId, null))?.url;

async function stateOf(callId: string) {
  const call = await findCall(db, callId);
  return [call?.recording_state, call?.recording_fault];
}

const jobAt = (callId: string) =>
  db.maybeOneFirst(sql.type(z.object({ run_at: z.date() }))`
    select run_at from graphile_worker.jobs where key = ${`fetch_recording:${callId}`}`);
const audited = () => db.anyFirst(sql.type(z.object({ action: z.string() }))`select action from audit_log order by id`);

beforeEach(async () => {
  convoso.reset();
  await owner().query(sql.unsafe`truncate calls, contacts, pending_recordings cascade`);
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
  await emptyAuditLog();
});

const FAILING: [BadRecording, fault: string, words: RegExp][] = [
  ["403", "403", /answered 403/],
  ["404", "404", /answered 404: recording not found/],
  ["410", "410", /answered 410: the recording was deleted/],
  ["missing", "missing", /does not have this recording/],
  ["text", "text", /text instead of audio/],
  ["plain text", "text", /text instead of audio/],
  ["page", "page", /web page instead of audio/],
  ["empty", "empty", /empty file/],
  ["not audio", "not audio", /a file that is not audio/],
  ["elsewhere", "host", /does not load recordings from login\.example/],
];

for (const [answer, fault, words] of FAILING) {
  test(`a link that answers "${answer}" is not passed on, fails by name, and leads back to the search`, async () => {
    const call = await callWithLink();
    convoso.spoilRecording(call.id, answer);
    assert.match(String(await play(call.id)), words);
    assert.deepEqual(await stateOf(call.id), ["failed", fault]);
    assert.deepEqual(await audited(), ["try to play recording"]);
    const search = await findPendingRecording(db, call.id);
    assert.equal(search?.state, "again");
    const wait = Number(search?.next_try_at) - Date.now();
    assert.ok(wait > 200_000 && wait < 280_000, `about four minutes, not ${wait} ms`);
    assert.deepEqual(await jobAt(call.id), search?.next_try_at);
    assert.equal(await urlOf(call.id), linkOf(call), "the link is kept");
  });
}

test("an answer that is compressed and cut short plays as far as it goes, and fails", async () => {
  const call = await callWithLink();
  convoso.spoilRecording(call.id, "cut short");
  assert.equal(await play(call.id, null), "broke off");
  for (let tries = 0; tries < 100 && (await stateOf(call.id))[0] !== "failed"; tries++) await new Promise(setImmediate);
  assert.deepEqual(await stateOf(call.id), ["failed", "damaged"]);
});

for (const answer of ["429", "500", "timeout"] as const) {
  test(`a host that answers "${answer}" says nothing of the link, which stays believed`, async () => {
    const call = await callWithLink();
    convoso.spoilRecording(call.id, answer);
    assert.match(String(await play(call.id, null, 300)), /answered|did not answer/);
    assert.deepEqual(await stateOf(call.id), ["found", null]);
    assert.equal(await findPendingRecording(db, call.id), null);
    assert.deepEqual(await audited(), ["try to play recording"]);
  });
}

test("a link that plays is playable, whatever part is asked for first, and one that fails later is not", async () => {
  const call = await callWithLink();
  assert.equal(await play(call.id, "bytes=100-"), Number(await play(call.id, null)) - 100);
  assert.deepEqual(await stateOf(call.id), ["playable", null]);
  assert.deepEqual(await audited(), ["play recording"]);
  convoso.spoilRecording(call.id, "410");
  await play(call.id);
  assert.deepEqual(await stateOf(call.id), ["failed", "410"]);
});

test("a link that plays again ends its search", async () => {
  const call = await callWithLink();
  convoso.spoilRecording(call.id, "404");
  await play(call.id);
  convoso.spoilRecording(call.id, null);
  await play(call.id);
  assert.deepEqual(await stateOf(call.id), ["playable", null]);
  const search = await findPendingRecording(db, call.id);
  assert.deepEqual([search?.state, search?.next_try_at, search?.refetches], ["found", null, 0]);
});

test("the search replaces a link that failed by the one that Convoso gives now, seen to play", async () => {
  const call = await callWithLink();
  convoso.renewRecording(call.id);
  await play(call.id);
  assert.equal(await fetchRecordingNow(call.id), "found");
  assert.deepEqual(await stateOf(call.id), ["playable", null]);
  assert.equal(await urlOf(call.id), linkOf(call));
  assert.equal((await findPendingRecording(db, call.id))?.state, "found");
  assert.ok(Number(await play(call.id)) > 1000);
});

test("a dead link that Convoso gives again is not found, and stays failed after three tries", async () => {
  const call = await callWithLink();
  convoso.spoilRecording(call.id, "missing");
  await play(call.id);
  const waits: number[] = [];
  for (let tries = 1; tries <= 3; tries++) {
    const search = await findPendingRecording(db, call.id);
    waits.push(Math.round((Number(search?.next_try_at) - Date.now()) / 60_000));
    assert.equal(await fetchRecordingNow(call.id), "missing");
    assert.deepEqual(await stateOf(call.id), ["failed", "missing"]);
  }
  const [soon = 0, later = 0, lastly = 0] = waits;
  assert.ok(
    soon >= 3 && soon <= 5 && later >= 54 && later <= 66 && lastly >= 1296 && lastly <= 1584,
    `${waits} minutes`,
  );
  const search = await findPendingRecording(db, call.id);
  assert.deepEqual([search?.state, search?.next_try_at, search?.refetches], ["found", null, 3]);
  assert.match(search?.last_answer ?? "", /returned the same link/);
  assert.equal(await fetchRecordingNow(call.id), null, "it is over");
  await play(call.id);
  assert.equal((await findPendingRecording(db, call.id))?.state, "found", "and failing once more opens nothing");
  assert.equal(await countFailedLinks(db), 1);
});

test("other links that fail as well use up the same three tries", async () => {
  const call = await callWithLink();
  convoso.renewRecording(call.id);
  await play(call.id);
  for (let tries = 1; tries <= 3; tries++) {
    convoso.spoilRecording(call.id, "403");
    assert.equal(await fetchRecordingNow(call.id), "403");
    assert.equal(await urlOf(call.id), linkOf(call), "the newest one is kept");
    convoso.renewRecording(call.id);
  }
  assert.equal((await findPendingRecording(db, call.id))?.state, "found");
  assert.deepEqual(await stateOf(call.id), ["failed", "403"]);
});

test("Convoso and hosts that cannot be asked use up no try of a failed link", async () => {
  const call = await callWithLink();
  convoso.spoilRecording(call.id, "404");
  await play(call.id);
  convoso.fail({ kind: "500" });
  assert.equal(await fetchRecordingNow(call.id), "not asked");
  convoso.fail({ kind: "401" });
  assert.equal(await fetchRecordingNow(call.id), "blocked");
  convoso.spoilRecording(call.id, "500");
  assert.equal(await fetchRecordingNow(call.id), "unchecked");
  const search = await findPendingRecording(db, call.id);
  assert.deepEqual([search?.state, search?.refetches], ["again", 0]);
  assert.deepEqual(await stateOf(call.id), ["failed", "404"]);
  assert.deepEqual(await jobAt(call.id), search?.next_try_at);
});

test("a webhook with another link wins over a failed one and ends the search; the same link does neither", async () => {
  const call = await callWithLink();
  convoso.spoilRecording(call.id, "404");
  await play(call.id);
  await deliver(call, { status: "NI" });
  assert.deepEqual(await stateOf(call.id), ["failed", "404"]);
  assert.equal((await findPendingRecording(db, call.id))?.state, "again");
  convoso.renewRecording(call.id);
  await deliver(call, { status: "CB" });
  assert.deepEqual(await stateOf(call.id), ["found", null]);
  assert.equal((await findPendingRecording(db, call.id))?.state, "found");
  assert.equal(await jobAt(call.id), null);
});

test("replaying an old delivery does not bring a dead link back", async () => {
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  const { eventId } = (await deliver(call)).delivery.raw;
  convoso.renewRecording(call.id);
  await play(call.id);
  await fetchRecordingNow(call.id);
  assert.deepEqual(await replayDelivery(db, eventId, admin), { outcome: "duplicate", isChanged: false });
  assert.deepEqual(await stateOf(call.id), ["playable", null]);
});

test("fetching an existing recording again keeps it until another one is found", async () => {
  const call = await callWithLink();
  const old = linkOf(call);
  assert.equal(await retryRecording(db, call.id, admin), true);
  assert.deepEqual(await stateOf(call.id), ["found", null]);
  assert.equal(await fetchRecordingNow(call.id), "playable", "the same link, seen to play");
  await retryRecording(db, call.id, admin);
  convoso.spoilRecording(call.id, "500");
  assert.equal(await fetchRecordingNow(call.id), "unchecked");
  assert.deepEqual(await stateOf(call.id), ["playable", null]);
  assert.equal((await findPendingRecording(db, call.id))?.state, "found");
  await retryRecording(db, call.id, admin);
  convoso.renewRecording(call.id);
  assert.equal(await urlOf(call.id), old);
  assert.equal(await fetchRecordingNow(call.id), "found");
  assert.equal(await urlOf(call.id), linkOf(call));
});

test("another link that is dead does not replace one that plays", async () => {
  const call = await callWithLink();
  const old = linkOf(call);
  await retryRecording(db, call.id, admin);
  const { recording } = call;
  assert.ok(recording);
  const uId = recording.uId;
  convoso.renewRecording(call.id);
  convoso.spoilRecording(call.id, "page");
  convoso.badLinks().delete(uId);
  assert.equal(await fetchRecordingNow(call.id), "playable");
  assert.equal(await urlOf(call.id), old);
});

test("a call without a search can be asked for; after a person asked, a failed link has its tries again", async () => {
  const call = await callWithLink();
  await db.query(sql.unsafe`update calls set recording_url = null where call_id = ${call.id}`);
  assert.deepEqual(await stateOf(call.id), ["none", null]);
  assert.equal(await retryRecording(db, call.id, admin), true);
  assert.equal(await fetchRecordingNow(call.id), "found");
  assert.equal(await retryRecording(db, "no such call", admin), false);
  convoso.spoilRecording(call.id, "404");
  await play(call.id);
  for (let tries = 1; tries <= 3; tries++) await fetchRecordingNow(call.id);
  assert.equal(await fetchRecordingNow(call.id), null);
  await retryRecording(db, call.id, admin);
  assert.equal(await fetchRecordingNow(call.id), "404");
  assert.equal((await findPendingRecording(db, call.id))?.refetches, 1);
});

test("the background check finds links that fail, and leaves alone test calls and what it cannot ask", async () => {
  const [dead, fine, slow, test] = [
    await callWithLink(),
    await callWithLink(),
    await callWithLink(),
    await callWithLink(),
  ];
  await db.query(sql.unsafe`update calls set is_test = true where call_id = ${test.id}`);
  convoso.spoilRecording(dead.id, "missing");
  convoso.spoilRecording(slow.id, "500");
  await checkSomeLinks(20);
  assert.deepEqual(await stateOf(dead.id), ["failed", "missing"]);
  assert.equal((await findPendingRecording(db, dead.id))?.state, "again");
  assert.deepEqual(
    [await stateOf(fine.id), await stateOf(slow.id), await stateOf(test.id)],
    [
      ["playable", null],
      ["found", null],
      ["found", null],
    ],
  );
  assert.deepEqual(await audited(), [], "nobody did anything");
  await checkSomeLinks(0);
});

test("each state of a recording is found by its filter, and by no other", async () => {
  const [found, playable, failed] = [await callWithLink(), await callWithLink(), await callWithLink()];
  convoso.spoilRecording(failed.id, "404");
  await play(playable.id);
  await play(failed.id);
  const { callId: waiting } = (await receive("call", { call_id: "w1", status: "SALE" })).touched;
  const ids = async (recording: "has" | "missing" | "found" | "playable" | "failed" | "waiting" | "none") =>
    (await listCalls(db, { recording })).rows.map(({ call_id }) => call_id).toSorted();
  assert.deepEqual(await ids("has"), [found.id, playable.id].toSorted());
  assert.deepEqual(await ids("missing"), [failed.id, waiting].toSorted());
  assert.deepEqual(await ids("found"), [found.id]);
  assert.deepEqual(await ids("playable"), [playable.id]);
  assert.deepEqual(await ids("failed"), [failed.id]);
  assert.deepEqual(await ids("waiting"), [waiting]);
  assert.deepEqual(await ids("none"), []);
});
