import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { tryWithLock } from "#app/db/connection/try-lock.server.ts";
import { fetchDueRecording } from "#app/features/recordings/fetch-due-recordings.server.ts";
import type { CallWish } from "#test/convoso-simulator/call-center.ts";
import { recordingLink } from "#test/convoso-simulator/recording.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { jobs, receive } from "#test/receiving.ts";

const convoso = await startSimulator();
process.env.CONVOSO_API_URL = convoso.apiUrl;
process.env.CONVOSO_AUTH_TOKEN = convoso.authToken;
await createTestDatabase();
const db = await pool();
after(() => convoso.stop());

beforeEach(async () => {
  convoso.reset();
  await emptyTables();
});

/** A call that started so many seconds ago, told by a webhook, whose search is due now. */
async function place(secondsAgo: number, wish: CallWish = {}, { isDue = true, says = {} } = {}) {
  const startedAt = Date.now() - secondsAgo * 1000;
  const call = convoso.placeCall({
    startedAt,
    disposition: "SALE",
    lengthSeconds: 30,
    recordingDelaySeconds: 0,
    ...wish,
  });
  await receive("call", {
    ...{ call_log_id: call.id, status: "SALE", length_in_sec: "30", call_date: new Date(startedAt).toISOString() },
    ...says,
  });
  if (isDue) await db.query(sql.unsafe`update pending_recordings set next_try_at = now() where call_id = ${call.id}`);
  return call;
}

const Search = z.object({
  state: z.string(),
  attempts: z.number(),
  url: z.string().nullable(),
  wait: z.number().nullable(),
});
const searchOf = (callId: string) =>
  db.one(sql.type(Search)`
    select state, attempts, recording_url as url, extract(epoch from next_try_at - now())::float8 as wait
    from pending_recordings join calls using (call_id) where call_id = ${callId}`);
const questions = () => convoso.requests().map(({ query }) => ("id" in query ? "call" : "span"));

test("a lone call is asked for by its id", async () => {
  const call = await place(300);
  await fetchDueRecording(call.id);
  assert.deepEqual(questions(), ["call"]);
  assert.equal((await searchOf(call.id)).state, "found");
});

test("all that are due are found by one question, each with its own link", async () => {
  const calls = [];
  for (let nth = 0; nth < 40; nth++) {
    calls.push(await place(600 - nth * 10, { recordingDelaySeconds: nth % 4 === 0 ? 3600 : 0 }));
    convoso.placeCall({ startedAt: Date.now() - 300_000, recordingDelaySeconds: 0, lengthSeconds: 30 }); // told by nobody
  }
  await Promise.all(calls.map(({ id }) => fetchDueRecording(id)));
  assert.deepEqual(questions(), ["span"]);
  for (const [nth, call] of calls.entries()) {
    const { state, url, attempts } = await searchOf(call.id);
    const link = nth % 4 === 0 ? null : call.recording && recordingLink(convoso.url, call.recording);
    assert.deepEqual([state, url, attempts], [link ? "found" : "waiting", link, link ? 0 : 1]);
  }
});

test("calls that are far apart are asked for one by one", async () => {
  const calls = [await place(86_000), await place(40_000), await place(300)];
  const others = [];
  for (let nth = 0; nth < 500; nth++) others.push([`o${nth}`, Math.floor(300 + nth * 160)] as const);
  await db.query(sql.unsafe`
    insert into calls (call_id, occurred_at, created_at, last_event_id)
    select id, now() - make_interval(secs => ago), now(), gen_random_uuid()
    from json_to_recordset(${JSON.stringify(others.flatMap(([id, ago]) => [1, 2, 3].map((n) => ({ id: id + n, ago }))))}::json)
      as other (id text, ago float8)`);
  for (const { id } of calls) await fetchDueRecording(id);
  assert.deepEqual(questions(), ["call", "call", "call"]);
});

test("where calls are dense, an answer counts for those that are not due yet, and uses up none of their tries", async () => {
  const due = await place(120, { recordingDelaySeconds: 3600 });
  const calls = [];
  for (let nth = 0; nth < 30; nth++)
    calls.push(await place(nth, { recordingDelaySeconds: nth % 2 ? 3600 : -30 }, { isDue: false }));
  await fetchDueRecording(due.id);
  assert.deepEqual(questions(), ["span"]);
  for (const [nth, call] of calls.entries()) {
    const { state, attempts, wait } = await searchOf(call.id);
    assert.deepEqual([state, attempts], [nth % 2 ? "waiting" : "found", 0]);
    if (nth % 2) assert.ok(wait !== null && wait > 105 && wait < 245, `${wait} s`);
  }
  await fetchDueRecording(calls[1]?.id ?? "");
  assert.equal(questions().length, 1, "none of them is due before the next question");
});

test("with few calls, each keeps its own time", async () => {
  const due = await place(120, { recordingDelaySeconds: 3600 });
  const next = await place(60, { recordingDelaySeconds: 3600 }, { isDue: false });
  const before = await searchOf(next.id);
  await fetchDueRecording(due.id);
  const after = await searchOf(next.id);
  assert.ok(Math.abs((before.wait ?? 0) - (after.wait ?? 0)) < 5);
});

test("a call that is not where it was looked for is asked for by its id", async () => {
  const calls = [await place(300), await place(310)];
  const moved = await place(7000, {}, { says: { call_date: new Date(Date.now() - 305_000).toISOString() } });
  await fetchDueRecording(moved.id);
  assert.deepEqual(questions(), ["span", "call"]);
  for (const { id } of [...calls, moved]) assert.equal((await searchOf(id)).state, "found");
});

test("a call of which nobody said when it started is found from when it was told", async () => {
  const calls = [];
  for (let nth = 0; nth < 3; nth++)
    calls.push(await place(200, { lengthSeconds: 190 }, { says: { call_date: "", length_in_sec: "190" } }));
  await fetchDueRecording(calls[0]?.id ?? "");
  assert.deepEqual(questions(), ["span"]);
  for (const { id } of calls) assert.equal((await searchOf(id)).state, "found");
});

test("a server that gives fewer rows than asked is asked on", async () => {
  const calls = [];
  for (let nth = 0; nth < 25; nth++) calls.push(await place(400 - nth * 10));
  convoso.bendLog({ mostRows: 10 });
  await fetchDueRecording(calls[0]?.id ?? "");
  assert.deepEqual(questions(), ["span", "span", "span"]);
  for (const { id } of calls) assert.equal((await searchOf(id)).state, "found");
});

for (const [kind, state] of [
  ["401", "blocked"],
  ["429", "waiting"],
  ["500", "waiting"],
  ["html", "waiting"],
] as const) {
  test(`Convoso answering ${kind} uses up no try of any of them`, async () => {
    const calls = [await place(300), await place(310), await place(320)];
    convoso.fail({ kind, retryAfterSeconds: 30 });
    await fetchDueRecording(calls[0]?.id ?? "");
    assert.deepEqual(questions(), ["span"]);
    for (const { id } of calls) {
      const search = await searchOf(id);
      assert.deepEqual([search.state, search.attempts], [state, 0]);
      assert.ok((search.wait ?? 0) > 10);
    }
  }); // biome-ignore format: a case
}

test("while another process asks, its searches are left alone, and what is left is asked for afterwards", async () => {
  const { id } = await place(300);
  const [held, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const other = tryWithLock("recordings", () => {
    begun.resolve();
    return held.promise;
  });
  await begun.promise;
  const fetching = fetchDueRecording(id);
  await setTimeout(500);
  assert.deepEqual(questions(), []);
  held.resolve();
  await Promise.all([other, fetching]);
  assert.deepEqual(questions(), ["call"]);
});

test("a worker that stops leaves what is due to the next one", async () => {
  const { id } = await place(300);
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
  await fetchDueRecording(id, AbortSignal.abort());
  assert.deepEqual(questions(), []);
  assert.deepEqual(
    (await jobs()).map(({ key }) => key),
    [`fetch_recording:${id}`],
  );
});

test("where our times are not Convoso's, all calls are asked for one by one", async () => {
  const calls = [];
  for (let nth = 0; nth < 12; nth++)
    calls.push(
      await place(20_000 + nth, {}, { says: { call_date: new Date(Date.now() - 300_000 - nth).toISOString() } }),
    );
  await fetchDueRecording(calls[0]?.id ?? "");
  await Promise.all(calls.map(({ id }) => fetchDueRecording(id)));
  assert.deepEqual(questions(), ["span", ...calls.map(() => "call")]);
  for (const { id } of calls) assert.equal((await searchOf(id)).state, "found");
});
