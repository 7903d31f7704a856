import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { listFailedJobs } from "#app/db/jobs/failed-jobs.server.ts";
import { findUpkeep } from "#app/db/jobs/upkeep.server.ts";
import { countFetchResults, findFetch } from "#app/db/recordings/recording-fetches.server.ts";
import { findReplay } from "#app/db/replays/replays.server.ts";
import { findWorkers } from "#app/features/jobs/find-workers.server.ts";
import { runJobAgain } from "#app/features/jobs/run-job-again.server.ts";
import { startFetch } from "#app/features/recordings/start-fetch.server.ts";
import { startReplay } from "#app/features/replays/start-replay.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

const convoso = await startSimulator();
process.env.RECORDING_DELAY_SECONDS = "0";
const { url } = await createTestDatabase();
const db = await pool();
const workers: ChildProcess[] = [];
after(async () => {
  for (const worker of workers) await kill(worker);
  await convoso.stop();
});

async function startWorker(settings: Record<string, string> = {}): Promise<ChildProcess> {
  const env = {
    ...process.env,
    DATABASE_URL: url,
    CONVOSO_API_URL: convoso.apiUrl,
    CONVOSO_AUTH_TOKEN: convoso.authToken,
    CONVOSO_REQUESTS_PER_SECOND: "0",
    LEDGER_CHECK_SECONDS: "off",
    WORKER_BEAT_SECONDS: "1",
    WORKER_DEAD_AFTER_SECONDS: "3",
    ...settings,
  };
  const worker = spawn(process.execPath, ["tasks/worker.ts"], { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  workers.push(worker);
  await once(worker, "message"); // it is running
  return worker;
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const gone = once(worker, "exit");
  worker.kill("SIGKILL");
  await gone;
}

/** Waits until it is so; far longer than it takes, and far shorter than graphile-worker's own four hours. */
async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = Date.now(); Date.now() - start < 40_000; await sleep(100)) if (await isSo()) return;
  assert.fail(`${what} did not happen`);
}

const Heartbeat = z.object({ worker_id: z.string(), seconds: z.number(), ended_at: z.date().nullable() });
const heartbeats = () =>
  db.any(sql.type(Heartbeat)`
    select worker_id, extract(epoch from last_beat_at - started_at)::float8 as seconds, ended_at
    from worker_heartbeats order by started_at`);
const holders = () =>
  db.anyFirst(sql.type(z.object({ locked_by: z.string() }))`
    select distinct locked_by from graphile_worker.jobs where locked_by is not null and key like 'fetch_recording:%'`);
const stateOf = (callId: string) =>
  db.oneFirst(
    sql.type(z.object({ state: z.string() }))`select state from pending_recordings where call_id = ${callId}`,
  );
const jobCount = (key: string) =>
  db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*) from graphile_worker.jobs where key = ${key}`);

test("the jobs of a worker that was killed are run by another one, and those of one that lives are left alone", async () => {
  const first = await startWorker();
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  const askedFor = () => convoso.requests().filter(({ query }) => query.id === call.id).length;
  convoso.fail({ kind: "timeout", times: 1 });
  await receiveDelivery(rawDelivery("call", { call_log_id: call.id, status: "SALE", length_in_sec: "60" }));
  await until("the first question", () => askedFor() === 1);

  await startWorker();
  await until("five seconds of two living workers", async () =>
    (await heartbeats()).every(({ seconds }) => seconds > 5),
  );
  const [firstBeat, secondBeat] = await heartbeats();
  assert.deepEqual(await holders(), [firstBeat?.worker_id], "a job that takes long stays with its worker");
  assert.equal(askedFor(), 1);

  await kill(first);
  await until("the recording", async () => (await stateOf(call.id)) === "found");
  assert.equal(askedFor(), 2);
  const beatOf = async (id: string | undefined) => (await heartbeats()).find(({ worker_id }) => worker_id === id);
  await until("the mark of the dead", async () => Boolean((await beatOf(firstBeat?.worker_id))?.ended_at));
  assert.equal((await beatOf(secondBeat?.worker_id))?.ended_at, null);
});

test("a job that always fails holds up no other, ends where a person sees it, and can be run again", async () => {
  await startWorker();
  await db.query(sql.unsafe`
    select graphile_worker.add_job('fetch_recording', '{"callId": 7}', job_key => 'poison', max_attempts => 1, priority => -9)`);
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  await receiveDelivery(rawDelivery("call", { call_log_id: call.id, status: "SALE", length_in_sec: "60" }));
  await until("the good job", async () => (await stateOf(call.id)) === "found");
  await until("the end of the bad one", async () => (await listFailedJobs(db)).length === 1);
  const [failed] = await listFailedJobs(db);
  assert.deepEqual([failed?.key, failed?.task_identifier, failed?.attempts], ["poison", "fetch_recording", 1]);
  assert.match(failed?.last_error ?? "", /expected string/);
  assert.equal((await findUpkeep(db)).failed_jobs, 1);

  const admin = { actor: "Ann", role: "admin", sourceAddress: null } as const;
  await db.query(sql.unsafe`
    update graphile_worker._private_jobs set payload = ${JSON.stringify({ callId: call.id })} where key = 'poison'`);
  assert.equal(await runJobAgain(db, failed?.id ?? 0, admin), true);
  assert.equal(await runJobAgain(db, failed?.id ?? 0, admin), false, "it is no failed job any more");
  await until("the repaired job", async () => (await jobCount("poison")) === 0);
  assert.equal((await findUpkeep(db)).failed_jobs, 0);
});

test("whether a worker is there is known, also when the last one fell silent", async () => {
  assert.ok((await findWorkers(db)).running > 0);
  for (const worker of workers) await kill(worker);
  await db.query(sql.unsafe`update worker_heartbeats set ended_at = null, last_beat_at = now() - interval '1 minute'`);
  const { running, last_beat_at } = await findWorkers(db);
  assert.equal(running, 0);
  assert.ok(last_beat_at);
});

test("a worker that is told to stop gives its place up at once", async () => {
  const worker = await startWorker();
  await until("its heartbeat", async () => (await findWorkers(db)).running > 0);
  const newest = (await heartbeats()).at(-1);
  assert.equal(newest?.ended_at, null);
  const gone = once(worker, "exit");
  worker.kill("SIGTERM");
  assert.deepEqual(await gone, [0, null]);
  const ended = (await heartbeats()).find(({ worker_id }) => worker_id === newest?.worker_id)?.ended_at;
  assert.ok(ended);
});

test("a replay whose worker is killed on the way is carried on by another one, and applies each delivery once", async () => {
  const MANY = 400;
  const deliveries = Array.from({ length: MANY }, (_, nth) =>
    receiveDelivery(
      rawDelivery("call", { call_id: `many-${nth}`, status: "SALE", recording_url: "https://r.example/1" }),
    ),
  );
  await Promise.all(deliveries);
  await db.query(sql.unsafe`delete from calls where call_id like 'many-%'`);
  await owner().query(sql.unsafe`create table written (call_id text)`);
  await owner().query(sql.unsafe`grant all on written to public`);
  await owner().query(sql.unsafe`
    create function note_slowly() returns trigger language plpgsql as
    $$ begin
      if tg_op = 'UPDATE' and new.recording_verdict_at is distinct from old.recording_verdict_at then return new; end if;
      perform pg_sleep(0.01); insert into written values (new.call_id); return new;
    end $$`); // a link that is checked meanwhile is no delivery that is applied
  await owner().query(sql.unsafe`
    create trigger note_slowly before insert or update on calls for each row execute function note_slowly()`);
  const term = { field: "call", operator: ":", value: "many-*", isNot: false } as const;
  const id = await startReplay(
    db,
    { filter: { search: [term] }, query: "search=call:many-*" },
    {
      actor: "Ann",
      role: "operator",
      sourceAddress: null,
    },
  );
  const appliedOf = async () => (await findReplay(db, id))?.applied ?? 0;
  const first = await startWorker();
  await until("the first deliveries", async () => (await appliedOf()) >= 100);
  await kill(first);
  const halfway = await appliedOf();
  assert.ok(halfway < MANY, "it was killed on the way");
  await startWorker();
  await until("the end of the replay", async () => (await findReplay(db, id))?.state === "finished");
  const replay = await findReplay(db, id);
  assert.deepEqual([replay?.applied, replay?.changed, replay?.failed], [MANY, MANY, 0]);
  const Written = z.object({ times: z.number(), calls: z.number() });
  assert.deepEqual(
    await db.one(
      sql.type(
        Written,
      )`select count(*) as times, count(distinct call_id) as calls from written where call_id like 'many-%'`,
    ),
    { times: MANY, calls: MANY },
  );
});

test("a fetch whose worker is killed on the way is carried on by another one, which asks only for what is left", async () => {
  for (const worker of workers) await kill(worker);
  const callIds: string[] = [];
  for (let count = 0; count < 40; count++) {
    const { id } = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
    await receiveDelivery(rawDelivery("call", { call_log_id: id, status: "SALE", length_in_sec: "60" }));
    callIds.push(id);
  }
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`); // only the fetch is to ask for them
  const admin = { actor: "Ann", role: "operator", sourceAddress: null } as const;
  const id = (await startFetch(db, { chosen: { callIds }, query: null }, admin)) ?? 0;
  const left = async () => {
    const groups = await countFetchResults(db, id);
    return groups.find(({ result }) => result === null)?.count ?? 0;
  };
  const asked = () => convoso.requests().filter(({ query }) => callIds.includes(query.id ?? "")).length;
  const first = await startWorker({ CONVOSO_REQUESTS_PER_SECOND: "5" });
  await until("the first results", async () => (await left()) <= 30);
  await kill(first);
  assert.ok((await left()) > 0, "it was killed on the way");
  await startWorker();
  await until("the end of the fetch", async () => (await findFetch(db, id))?.state === "finished");
  const results = await countFetchResults(db, id);
  assert.equal(
    results.reduce((sum, { count }) => sum + count, 0),
    40,
  );
  const others = results.filter(({ result }) => result !== "found" && result !== "playable");
  assert.deepEqual(others, [], "the links that the first one found and did not note play");
  assert.ok(asked() <= 50, `only those in hand are asked for twice, not ${asked() - 40}`);
});

test("a worker that may ask slowly accepts no more than it can end when it is told to stop", async () => {
  for (const worker of workers) await kill(worker);
  const slow = await startWorker({ CONVOSO_REQUESTS_PER_SECOND: "1" });
  for (let count = 0; count < 20; count++) {
    const { id } = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
    await receiveDelivery(rawDelivery("call", { call_log_id: id, status: "SALE", length_in_sec: "60" }));
  }
  await until("that it has jobs", async () => (await holders()).length > 0);
  const gone = once(slow, "exit");
  slow.kill("SIGTERM");
  assert.deepEqual(await gone, [0, null]);
  assert.deepEqual(await holders(), [], "and hands back those that it did not begin");
});
