import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { fetchDueRecording } from "#app/features/recordings/fetch-due-recordings.server.ts";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";
import { retryRecording } from "#app/features/recordings/retry-recording.server.ts";
import type { Call } from "#test/convoso-simulator/call-center.ts";
import { recordingLinks } from "#test/convoso-simulator/recording.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { receive } from "#test/receiving.ts";

const convoso = await startSimulator();
process.env.CONVOSO_API_URL = convoso.apiUrl;
process.env.CONVOSO_AUTH_TOKEN = convoso.authToken;
process.env.RECORDING_DELAY_SECONDS = "0";
process.env.RECORDING_HOSTS = "127.0.0.1";
await createTestDatabase();
const db = await pool();
after(() => convoso.stop());
beforeEach(async () => {
  convoso.reset();
  await emptyTables();
});

const LINKS = [1, 2, 3].map((nth) => `https://recordings.example.com/${nth}.mp3`);
const admin = { actor: "Ann", role: "operator", sourceAddress: null } as const;
const linksOf = (callId: string) =>
  db.anyFirst(sql.type(z.object({ source_url: z.string() }))`
    select source_url from archived_recordings where call_id = ${callId} order by place`);

/** A call of which Convoso has three recordings. */
const placeCall = () =>
  convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0, pieces: 3 });
const linksAt = ({ id, recording }: Call) => (recording ? recordingLinks(convoso.url, id, recording) : []);
const deliver = (call: Call, more: object = {}) =>
  receive("call", {
    ...{ call_log_id: call.id, status: "SALE", length_in_sec: "60" },
    ...{ call_date: new Date(call.startedAt).toISOString(), ...more },
  });

test("a delivery with several recordings leaves all of them on the call, in order, and again changes nothing", async () => {
  const said = { call_log_id: "C1", status: "SALE", length_in_sec: "60", recording: LINKS };
  await receive("call", said);
  assert.deepEqual(await linksOf("C1"), LINKS);
  await receive("call", said);
  await receive("call", { ...said, recording: [LINKS[1], LINKS[0], LINKS[2]].map((public_url) => ({ public_url })) });
  assert.deepEqual(await linksOf("C1"), LINKS);
  await receive("call", { ...said, call_log_id: "test-1" });
  assert.deepEqual(await linksOf("test-1"), []);
});

test("Convoso's answer with several recordings leaves all of them, whether it is asked for one call or for many", async () => {
  const alone = placeCall();
  await deliver(alone);
  await fetchRecordingNow(alone.id);
  assert.deepEqual(await linksOf(alone.id), linksAt(alone));
  const together = [placeCall(), placeCall()];
  for (const call of together) await deliver(call);
  await fetchDueRecording(together[0]?.id ?? "");
  for (const call of together) assert.deepEqual(await linksOf(call.id), linksAt(call));
});

test("an answer about a call that has a link brings the further ones", async () => {
  const call = placeCall();
  await deliver(call, { recording: linksAt(call)[0] });
  assert.equal((await linksOf(call.id)).length, 1);
  await retryRecording(db, call.id, admin);
  await fetchRecordingNow(call.id);
  assert.deepEqual(await linksOf(call.id), linksAt(call));
});
