import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

/** So many recordings of a size, copied in so many seconds; `mostMiB`: what the worker held meanwhile at most. */
export type Copied = { kib: number; count: number; seconds: number; mostMiB: number };

const SAMPLE_MS = 50;

/** What the process holds in memory now, in MiB (Linux). */
export function residentMiB({ pid }: ChildProcess): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kib) / 1024);
}

/** Has the worker copy so many recordings of this size, from the moment when they may be copied until the last is archived. */
export async function copyAll(
  client: pg.Client,
  worker: ChildProcess,
  { hostUrl, kib, count }: { hostUrl: string; kib: number; count: number },
): Promise<Copied> {
  await client.query("update archive_state set paused_at = now(), paused_by = 'bench'");
  await client.query(
    `insert into calls (call_id, occurred_at, created_at, last_event_id, recording_url)
     select gen_random_uuid(), now(), now(), gen_random_uuid(), $1 || '/' || $2::int || '/' || n
     from generate_series(1, $3::int) as n`,
    [hostUrl, kib, count],
  );
  await client.query("vacuum analyze calls, archived_recordings");
  await client.query("update archive_state set paused_at = null, paused_by = null");
  const { rows } = await client.query<{ at: Date }>("select clock_timestamp() as at");
  await client.query(
    "select graphile_worker.add_job('archive_recordings', '{\"isCopying\": true}', job_key => 'archive_recordings')",
  );
  let mostMiB = residentMiB(worker);
  for (;;) {
    await sleep(SAMPLE_MS);
    mostMiB = Math.max(mostMiB, residentMiB(worker));
    const { rows: left } = await client.query(
      "select state, reason from archived_recordings where state <> 'archived' limit 1",
    );
    if (left.length === 0) break;
    if (left[0]?.state !== "due")
      throw new Error(`A recording of ${kib} KiB is ${left[0]?.state}: ${left[0]?.reason}.`);
  }
  const { rows: ended } = await client.query<{ seconds: number }>(
    "select extract(epoch from max(copied_at) - $1)::float8 as seconds from archived_recordings",
    [rows[0]?.at],
  );
  return { kib, count, seconds: ended[0]?.seconds ?? Number.NaN, mostMiB };
}

/** What the bare loop took, and by how much it grew meanwhile. */
export type CopiedBare = { seconds: number; grownMiB: number };

/** The same by a bare loop. */
export async function copyBare(
  settings: Record<string, string>,
  { hostUrl, kib, count, atOnce }: { hostUrl: string; kib: number; count: number; atOnce: number },
): Promise<CopiedBare> {
  const { ms, restMiB, mostMiB } = await runContender<{ ms: number; restMiB: number; mostMiB: number }>(
    "bench/contenders/bare-archive.ts",
    {
      ...{ ...settings, HOST_URL: `${hostUrl}/${kib}`, COUNT: String(count), AT_ONCE: String(atOnce) },
    },
  );
  return { seconds: ms / 1000, grownMiB: Math.round(mostMiB - restMiB) };
}

/** Runs a program that sends one message, and ends. @returns the message */
export async function runContender<T>(program: string, settings: Record<string, string>): Promise<T> {
  const child = fork(program, [], {
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "error", ...settings },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const gone = once(child, "exit");
  const [message] = await Promise.race([
    once(child, "message"),
    gone.then(() => {
      throw new Error(`${program} ended without a result.`);
    }),
  ]);
  await gone;
  return message as T;
}
