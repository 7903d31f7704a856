import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";
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
beforeEach(() => convoso.reset());

const Row = z.object({ recording_url: z.string().nullable(), state: z.string(), jobs: z.number() });
const stateOf = (callId: string) =>
  db.one(sql.type(Row)`
    select recording_url, state,
      (select count(*) from graphile_worker.jobs where key = 'fetch_recording:' || calls.call_id) as jobs
    from calls join pending_recordings using (call_id)
    where call_id = ${callId}`);

async function callWithoutRecording(recordingDelaySeconds = 0): Promise<string> {
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds });
  await receiveDelivery(rawDelivery("call", { call_log_id: call.id, status: "SALE", length_in_sec: "60" }));
  return call.id;
}
const asked = (callId: string) => convoso.requests().filter(({ query }) => query.id === callId).length;

test("a search that two workers run at the same time stores one link, is settled once and leaves no job", async () => {
  const callId = await callWithoutRecording();
  await Promise.all([fetchRecordingNow(callId), fetchRecordingNow(callId)]);
  assert.equal(asked(callId), 2, "both were under way at once");
  const { recording_url, state, jobs } = await stateOf(callId);
  assert.match(recording_url ?? "", /play-recording-public/);
  assert.deepEqual([state, jobs], ["found", 0]);
});

test("if two runs overlap, the one that finds the recording wins, and no job is left", async () => {
  for (let round = 0; round < 8; round++) {
    const callId = await callWithoutRecording();
    convoso.fail({ kind: "refused", times: 1 });
    await Promise.all([fetchRecordingNow(callId), fetchRecordingNow(callId)]);
    const { recording_url, state, jobs } = await stateOf(callId);
    assert.deepEqual([recording_url !== null, state, jobs], [true, "found", 0]);
  }
});

test("two runs at once that find nothing yet leave one job", async () => {
  const callId = await callWithoutRecording(3600);
  await Promise.all([fetchRecordingNow(callId), fetchRecordingNow(callId)]);
  const { recording_url, state, jobs } = await stateOf(callId);
  assert.deepEqual([recording_url, state, jobs], [null, "waiting", 1]);
});
