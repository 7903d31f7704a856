import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import type { ChosenCalls } from "#app/db/calls/chosen-calls.server.ts";
import { findCall } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { findPendingRecording } from "#app/db/recordings/pending-recordings.server.ts";
import {
  countChosen,
  countFetchResults,
  findFetch,
  listFetchedCalls,
} from "#app/db/recordings/recording-fetches.server.ts";
import { checkSomeLinks } from "#app/features/recordings/check-some-links.server.ts";
import { runFetch } from "#app/features/recordings/run-fetch.server.ts";
import { FETCHES, startFetch } from "#app/features/recordings/start-fetch.server.ts";
import { requeueStrandedRuns, resumeRun, stopRun } from "#app/features/runs/start-run.server.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import type { CallWish } from "#test/convoso-simulator/call-center.ts";
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

beforeEach(async () => {
  convoso.reset();
  await owner().query(sql.unsafe`truncate calls, contacts, pending_recordings, recording_fetches cascade`);
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
  await emptyAuditLog();
});

async function place(wish: Partial<CallWish> = {}, withLink = false): Promise<string> {
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0, ...wish });
  const recording_url = withLink && call.recording ? recordingLink(convoso.url, call.recording) : undefined;
  await receive("call", { call_log_id: call.id, status: "SALE", length_in_sec: "60", recording_url });
  return call.id;
}

async function start(chosen: ChosenCalls): Promise<number> {
  const id = await startFetch(db, { chosen, query: "filter" in chosen ? "" : null }, admin);
  assert.ok(id !== null);
  return id;
}

const resultsOf = async (id: number) =>
  Object.fromEntries((await countFetchResults(db, id)).map(({ result, count }) => [result ?? "left", count]));
const askedFor = (callId: string) => convoso.requests().filter(({ query }) => query.id === callId).length;
const jobs = () =>
  db.anyFirst(sql.type(z.object({ key: z.string() }))`
    select key from graphile_worker.jobs where key like 'fetch_recordings:%'`);

test("a fetch asks once about all calls, in any state, and groups what came of each", async () => {
  await place();
  const never = await place({ recordingDelaySeconds: 9999 });
  await db.query(sql.unsafe`
    update pending_recordings set state = 'gave_up', attempts = 20, next_try_at = null where call_id = ${never}`);
  await place({}, true);
  const renewed = await place({}, true);
  convoso.renewRecording(renewed);
  const dead = await place({}, true);
  convoso.spoilRecording(dead, "410");
  await checkSomeLinks(10);
  assert.equal((await findCall(db, dead))?.recording_state, "failed");
  await db.query(sql.unsafe`update pending_recordings set refetches = 3 where call_id = ${dead}`);
  await receive("call", { lead_id: "L1", status: "SALE", length_in_sec: "60", phone_number: "239-555-0142" });

  const chosen = { filter: {} };
  assert.deepEqual(Object.fromEntries((await countChosen(db, chosen)).map(({ state, count }) => [state, count])), {
    waiting: 2,
    gave_up: 1,
    playable: 1,
    failed: 2,
  });
  const id = await start(chosen);
  assert.deepEqual(await resultsOf(id), { left: 6 });
  assert.equal(await runFetch(id), "over");
  assert.deepEqual(await resultsOf(id), { found: 2, none: 1, playable: 1, "410": 1, "no id": 1 });
  const searches = convoso.requests().filter(({ path }) => path === "/v1/log/retrieve");
  assert.equal(searches.length, 1, "one question for all of them");
  assert.equal((await findPendingRecording(db, never))?.state, "gave_up", "one question, not a whole new search");
  const { refetches, state } = (await findPendingRecording(db, dead)) ?? {};
  assert.deepEqual([refetches, state], [3, "found"], "its tries are used up");
  assert.equal((await findCall(db, renewed))?.recording_state, "playable");
  assert.deepEqual((await listFetchedCalls(db, id, "410")).rows, [dead]);
  assert.equal((await findFetch(db, id))?.state, "finished");
  const Entry = z.object({ action: z.string(), target: z.string().nullable() });
  assert.deepEqual(await db.any(sql.type(Entry)`select action, target from audit_log order by id`), [
    { action: "fetch recordings", target: String(id) },
  ]);
});

test("calls that Convoso's log does not have at their time are asked for by their ids", async () => {
  const callIds = [await place(), await place(), await place()];
  const [early = ""] = callIds;
  await db.query(sql.unsafe`update calls set occurred_at = occurred_at + interval '20 hours' where call_id = ${early}`);
  const id = await start({ callIds });
  assert.equal(await runFetch(id), "over");
  assert.deepEqual(await resultsOf(id), { found: 3 });
  assert.equal(askedFor(early), 1);
});

test("a fetch is about the calls that were chosen, and those that match a filter when it starts", async () => {
  const [first, second] = [await place(), await place()];
  const selection = await start({ callIds: [first, "not-there"] });
  const byFilter = await start({ filter: { recording: "waiting" } });
  await place();
  assert.equal((await findFetch(db, selection))?.calls, 1);
  assert.equal((await findFetch(db, byFilter))?.calls, 2);
  await runFetch(selection);
  assert.deepEqual([askedFor(first), askedFor(second)], [1, 0], "a single one by its id");
  assert.equal(await startFetch(db, { chosen: { callIds: ["not-there"] }, query: null }, admin), null);
  assert.equal(await startFetch(db, { chosen: { filter: { campaign: "None" } }, query: "" }, admin), null);
});

test("a fetch waits while Convoso cannot be asked, continues when it answers, and gives up after a day", async () => {
  const callId = await place();
  convoso.fail({ kind: "500", times: 1 });
  const id = await start({ callIds: [callId] });
  assert.equal(await runFetch(id), "held");
  assert.equal((await findFetch(db, id))?.held, "not asked");
  assert.deepEqual(await resultsOf(id), { left: 1 });
  assert.equal(await runFetch(id), "over");
  assert.deepEqual(await resultsOf(id), { found: 1 });
  assert.equal((await findFetch(db, id))?.held, null);

  convoso.fail({ kind: "401", times: 2 });
  const refused = await start({ callIds: [callId] });
  assert.equal(await runFetch(refused), "held");
  assert.equal((await findFetch(db, refused))?.held, "blocked");
  await db.query(
    sql.unsafe`update recording_fetches set held_since = now() - interval '25 hours' where id = ${refused}`,
  );
  assert.equal(await runFetch(refused), "over");
  assert.deepEqual(await resultsOf(refused), { blocked: 1 });
});

test("a fetch that is stopped asks no more, and continues with those that are left", async () => {
  const callIds = [await place(), await place()];
  const id = await start({ callIds });
  assert.equal(await stopRun(db, FETCHES, id, admin), true);
  assert.equal(await stopRun(db, FETCHES, id, admin), false);
  assert.equal(await runFetch(id), "over");
  assert.deepEqual(await resultsOf(id), { left: 2 });
  assert.equal((await findFetch(db, id))?.ended_by, "Ann");
  assert.equal(await resumeRun(db, FETCHES, id, admin), true);
  assert.equal(await runFetch(id, AbortSignal.abort()), "unfinished");
  assert.equal(await runFetch(id), "over");
  assert.deepEqual(await resultsOf(id), { found: 2 });
  assert.equal(await resumeRun(db, FETCHES, id, admin), false, "it is finished");
});

test("a fetch whose job was lost gets a new one, and a call that is deleted leaves it", async () => {
  const callIds = [await place(), await place()];
  const id = await start({ callIds });
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
  await requeueStrandedRuns(FETCHES);
  assert.deepEqual(await jobs(), [`fetch_recordings:${id}`]);
  await db.query(sql.unsafe`delete from calls where call_id = ${callIds[0] ?? ""}`);
  assert.equal(await runFetch(id), "over");
  assert.deepEqual(await resultsOf(id), { found: 1 });
});
