import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { listCustody } from "#app/db/evidence/custody.server.ts";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";
import { requeueStrandedRecordings } from "#app/features/recordings/requeue-stranded-recordings.server.ts";
import { retryRecording } from "#app/features/recordings/retry-recording.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

const convoso = await startSimulator();
process.env.CONVOSO_API_URL = convoso.apiUrl;
process.env.CONVOSO_AUTH_TOKEN = convoso.authToken;
await createTestDatabase();
const db = await pool();
after(() => convoso.stop());

const Search = z.object({
  state: z.string(),
  attempts: z.number(),
  failures: z.number(),
  next_try_at: z.date().nullable(),
  last_answer: z.string().nullable(),
});
const searchOf = (callId: string) =>
  db.one(sql.type(Search)`
  select state, attempts, failures, next_try_at, last_answer from pending_recordings where call_id = ${callId}`);
const urlOf = (callId: string) =>
  db.oneFirst(sql.type(z.object({ recording_url: z.string().nullable() }))`
  select recording_url from calls where call_id = ${callId}`);
const jobKeys = () =>
  db.anyFirst(sql.type(z.object({ key: z.string() }))`select key from graphile_worker.jobs order by key`);

const toKey = (callId: string) => `fetch_recording:${callId}`;

/** A call at Convoso, told to us by a delivery without its recording. */
async function callWithoutRecording(recordingDelaySeconds: number | null): Promise<string> {
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds });
  await receiveDelivery(rawDelivery("call", { call_log_id: call.id, status: "SALE", length_in_sec: "60" }));
  return call.id;
}

beforeEach(async () => {
  convoso.reset();
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
});

test("a recording that is ready is put on the call, and the search is over", async () => {
  const callId = await callWithoutRecording(0);
  await fetchRecordingNow(callId);
  assert.match((await urlOf(callId)) ?? "", /play-recording-public/);
  const search = await searchOf(callId);
  assert.deepEqual([search.state, search.next_try_at], ["found", null]);
});

test("a recording that is not ready is asked for again later, by its own job", async () => {
  const callId = await callWithoutRecording(3600);
  await fetchRecordingNow(callId);
  const search = await searchOf(callId);
  assert.deepEqual([search.state, search.attempts], ["waiting", 1]);
  assert.match(search.last_answer ?? "", /no recording of it \(yet\)/);
  assert.deepEqual(await jobKeys(), [`fetch_recording:${callId}`]);
  assert.equal(await urlOf(callId), null);
});

test("many that are asked for at the same time each end as they would alone", async () => {
  const delays = Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? 3600 : 0));
  const callIds = await Promise.all(delays.map(callWithoutRecording));
  await db.query(sql.unsafe`delete from pending_recordings where call_id = ${callIds[1] as string}`);
  await Promise.all(callIds.map((callId) => fetchRecordingNow(callId)));
  const waiting = callIds.filter((_, index) => index % 3 === 0);
  assert.deepEqual((await jobKeys()).slice().sort(), [callIds[1] as string, ...waiting].map(toKey).sort());
  for (const callId of callIds) {
    const url = await urlOf(callId);
    if (waiting.includes(callId)) assert.deepEqual([url, (await searchOf(callId)).attempts], [null, 1]);
    else if (callId === callIds[1]) assert.equal(url, null, "its search was gone, so nothing is looked for");
    else assert.match(url ?? "", /play-recording-public/);
  }
  assert.equal(new Set(await Promise.all(callIds.map(urlOf))).size, 20, "no two calls have one link");
});

for (const [kind, state, words] of [
  ["401", "blocked", /did not accept the auth token/],
  ["403", "blocked", /does not allow/],
  ["429", "waiting", /fewer requests/],
  ["500", "waiting", /failed to process/],
  ["html", "waiting", /did not come from Convoso/],
] as const) {
  test(`Convoso answering ${kind} is told apart, uses up no try, and leads to another one`, async () => {
    const callId = await callWithoutRecording(0);
    convoso.fail({ kind, retryAfterSeconds: 90 });
    await fetchRecordingNow(callId);
    const search = await searchOf(callId);
    assert.deepEqual([search.state, search.attempts, search.failures], [state, 0, 1]);
    assert.match(search.last_answer ?? "", words);
    assert.ok(!search.last_answer?.includes(convoso.authToken));
    if (kind === "429") assert.ok(Number(search.next_try_at) - Date.now() > 85_000);
    assert.deepEqual(await jobKeys(), [`fetch_recording:${callId}`]);
    await fetchRecordingNow(callId);
    assert.equal((await searchOf(callId)).state, "found");
  });
}

test("a refusal under HTTP 200 counts as a try", async () => {
  const callId = await callWithoutRecording(0);
  convoso.fail({ kind: "refused" });
  await fetchRecordingNow(callId);
  assert.equal((await searchOf(callId)).attempts, 1);
});

test("a call that Convoso does not know stays without a recording, whatever else it answers", async () => {
  await callWithoutRecording(0);
  await receiveDelivery(rawDelivery("call", { call_id: "unknown-1", duration: 60 }));
  await fetchRecordingNow("unknown-1");
  assert.equal(await urlOf("unknown-1"), null);
  assert.match((await searchOf("unknown-1")).last_answer ?? "", /no such call/);
});

test("a call without an id of Convoso's is never asked for", async () => {
  const received = await receiveDelivery(
    rawDelivery("call", { phone_number: "2135550123", duration: 60, lead_id: "0" }),
  );
  const callId = received.isStored ? (received.touched.callId ?? "") : "";
  await fetchRecordingNow(callId);
  assert.equal((await searchOf(callId)).state, "gave_up");
  assert.deepEqual(convoso.requests(), []);
});

test("once a delivery brought the link, the job asks nobody", async () => {
  const callId = await callWithoutRecording(0);
  await receiveDelivery(
    rawDelivery("call", { call_log_id: callId, recording: "https://admin-dt.convoso.com/play-recording-public/y" }),
  );
  await fetchRecordingNow(callId);
  assert.deepEqual(convoso.requests(), []);
  assert.equal(await urlOf(callId), "https://admin-dt.convoso.com/play-recording-public/y");
});

test("an admin can start a search again, also one that gave up, and it is audited", async () => {
  const callId = await callWithoutRecording(0);
  await db.query(
    sql.unsafe`update pending_recordings set state = 'gave_up', attempts = 9, next_try_at = null where call_id = ${callId}`,
  );
  await fetchRecordingNow(callId);
  assert.equal((await searchOf(callId)).state, "gave_up");
  assert.equal(await retryRecording(db, callId, { actor: "admin", role: "admin", sourceAddress: null }), true);
  await fetchRecordingNow(callId);
  assert.equal((await searchOf(callId)).state, "found");
  const target = await db.oneFirst(sql.type(z.object({ target: z.string() }))`
    select target from audit_log where action = 'fetch recording again'`);
  assert.equal(target, callId);
});

test("a search whose job was lost gets a new one; one that still has its job is left alone", async () => {
  const lost = await callWithoutRecording(0);
  const queued = await callWithoutRecording(0);
  await db.query(
    sql.unsafe`update pending_recordings set next_try_at = now() - interval '1 hour' where state = 'waiting'`,
  );
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs where key = ${`fetch_recording:${lost}`}`);
  assert.ok((await requeueStrandedRecordings()) >= 1);
  const keys = await jobKeys();
  assert.ok(keys.includes(`fetch_recording:${lost}`) && keys.includes(`fetch_recording:${queued}`));
  assert.equal(await requeueStrandedRecordings(), 0);
});

test("the chain of custody shows each question to Convoso with its answer, in the order of time", async () => {
  const callId = await callWithoutRecording(0);
  for (const kind of ["500", "401"] as const) {
    convoso.fail({ kind });
    await fetchRecordingNow(callId);
    convoso.recover();
  }
  await fetchRecordingNow(callId);
  await retryRecording(db, callId, { actor: "admin", role: "admin", sourceAddress: null });
  await fetchRecordingNow(callId);
  const custody = await listCustody(db, [callId]);
  const answers = custody.flatMap(({ what, outcome }) => (what === "asked" ? [outcome] : []));
  assert.equal(answers.length, 4);
  assert.match(answers[0] ?? "", /500/);
  assert.match(answers[1] ?? "", /token/);
  assert.deepEqual(answers.slice(2, 3), ["Convoso returned the recording."]);
  assert.match(answers[3] ?? "", /^Convoso returned the same link\./);
});

test("what Convoso said before all its answers were kept stays in the chain of custody", async () => {
  const callId = await callWithoutRecording(0);
  await db.query(sql.unsafe`
    update pending_recordings set last_try_at = now() - interval '1 day', last_answer = 'No recording yet.', answers = null
    where call_id = ${callId}`);
  await fetchRecordingNow(callId);
  const asked = (await listCustody(db, [callId])).filter(({ what }) => what === "asked");
  assert.deepEqual(
    asked.map(({ outcome }) => outcome),
    ["No recording yet.", "Convoso returned the recording."],
  );
});
