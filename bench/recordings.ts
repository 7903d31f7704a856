import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { addCalls, type Batch, queueJobs, queueSearches } from "./recordings/queue-searches.ts";
import { type Drain, type RecordingsFigures, reportRecordings } from "./recordings/report.ts";
import { startWorker } from "./recordings/start-worker.ts";
import { median, type Stage, type Stand } from "./stage.ts";
import { startContender } from "./start-contender.ts";

const QUICK = { backlog: 2_000, rounds: 3, spreadSeconds: 5 };
const FULL = { backlog: 50_000, rounds: 3, spreadSeconds: 30 };
const DUE_PER_SECOND = 10;
/** Calls of a busy account, and calls so far apart that each is asked for alone, in milliseconds. */
const DENSE_MS = 100;
const APART_MS = 2 * 86_400_000;
const PACE = { perSecond: 20, workers: 2, jobs: 120 };
const TASKS = { portal: "fetch_recording", bare: "bare_fetch" } as const;
const PROGRAMS = { portal: "tasks/worker.ts", bare: "bench/contenders/bare-worker.ts" } as const;
type Who = keyof typeof TASKS;
type Asked = { asked: { callId: string; at: number }[]; questions: number };

export const recordings: Stage<RecordingsFigures> = {
  title: "Recordings",
  measure: measureRecordings,
  report: reportRecordings,
};

async function measureRecordings({ newDatabase, isFull, tell }: Stand): Promise<RecordingsFigures> {
  const { backlog, rounds, spreadSeconds } = isFull ? FULL : QUICK;
  const database = await newDatabase();
  const convoso = await startContender("bench/contenders/convoso-log.ts", [], {});
  const client = new pg.Client(database.url);
  await client.connect();
  const settings = {
    DATABASE_URL: database.url,
    CONVOSO_API_URL: `http://127.0.0.1:${convoso.port}/v1`,
    CONVOSO_AUTH_TOKEN: "t",
    CONVOSO_REQUESTS_PER_SECOND: "0",
    CONVOSO_TIME_ZONE: "UTC",
    LEDGER_CHECK_SECONDS: "off",
  };
  const asked = async (): Promise<Asked> => (await fetch(`http://127.0.0.1:${convoso.port}/asked`)).json();
  let next = 1_000_000_000;
  const newBatch = async (count: number, step: number): Promise<Batch> => {
    const batch = { from: next, count, step, at: Math.floor(Date.now() / 1000) * 1000 - count * step };
    next += count;
    await addCalls(client, batch);
    await fetch(
      `http://127.0.0.1:${convoso.port}/batch?${new URLSearchParams(Object.entries(batch).map(([name, value]) => [name, String(value)]))}`,
    );
    return batch;
  };
  const drained = async (task: string) => {
    for (;;) {
      const { rows } = await client.query(
        "select from graphile_worker._private_jobs where task_id = (select id from graphile_worker._private_tasks where identifier = $1) limit 1",
        [task],
      );
      if (rows.length === 0) return Date.now();
      await sleep(50);
    }
  };

  /** From the first question until no job is left. */
  async function drain(who: Who, count: number): Promise<Drain> {
    const batch = await newBatch(count, DENSE_MS);
    if (who === "portal") await queueSearches(client, batch);
    else await queueJobs(client, TASKS.bare, batch);
    await client.query("vacuum analyze calls, pending_recordings, graphile_worker._private_jobs");
    await asked();
    const stop = await startWorker(PROGRAMS[who], settings);
    const end = await drained(TASKS[who]);
    await stop();
    const seen = await asked();
    const first = seen.asked.reduce((least, { at }) => Math.min(least, at), end);
    const seconds = (end - first) / 1000;
    return { who, seconds, asked: seen.questions, perSecond: Math.round(count / seconds) };
  }

  /** How late each of some jobs is asked for whose times come one after the other. */
  async function lateness(): Promise<number[]> {
    const batch = await newBatch(spreadSeconds * DUE_PER_SECOND, APART_MS);
    const stop = await startWorker(PROGRAMS.portal, settings);
    await asked();
    await queueSearches(client, batch, spreadSeconds);
    const due = await client.query<{ call_id: string; next_try_at: Date }>(
      "select call_id, next_try_at from pending_recordings where call_id >= $1",
      [String(batch.from)],
    );
    await drained(TASKS.portal);
    await stop();
    const seen = new Map((await asked()).asked.map(({ callId, at }) => [callId, at]));
    return due.rows.map(({ call_id, next_try_at }) => (seen.get(call_id) ?? Number.NaN) - next_try_at.getTime());
  }

  /** When Convoso was asked by workers that share one pace. */
  async function paced(): Promise<number[]> {
    await queueSearches(client, await newBatch(PACE.jobs, APART_MS));
    await asked();
    const slow = { ...settings, CONVOSO_REQUESTS_PER_SECOND: String(PACE.perSecond) };
    const stops = await Promise.all(Array.from({ length: PACE.workers }, () => startWorker(PROGRAMS.portal, slow)));
    await drained(TASKS.portal);
    for (const stop of stops) await stop();
    return (await asked()).asked.map(({ at }) => at).sort((a, b) => a - b);
  }

  try {
    for (const who of ["portal", "bare"] as const) await drain(who, 500); // the first of each warms up
    const drains: Drain[] = [];
    for (let round = 1; round <= rounds; round++) {
      for (const who of ["portal", "bare"] as const) drains.push(await drain(who, backlog));
      tell(
        `round ${round} of ${rounds}: ${drains
          .slice(-2)
          .map((one) => `${one.who} ${one.perSecond}/s`)
          .join(", ")}`,
      );
    }
    const late = await lateness();
    tell(`a job starts ${median(late)} ms after it is due`);
    const times = await paced();
    return { backlog, rounds, drains, late, pace: { ...PACE, times } };
  } finally {
    await client.end();
    await convoso.stop();
    await database.drop();
  }
}
