import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

/** A walk over the ledger: how many calls were compared in how long, and what the worker held in memory meanwhile. */
export type Walk = { calls: number; hours: number; seconds: number; perSecond: number; rssMiB: number[] };

const SAMPLE_MS = 500;

/** Starts a worker of the portal. */
export async function startLedgerWorker(settings: Record<string, string>): Promise<ChildProcess> {
  const child = fork("tasks/worker.ts", [], {
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "error", ...settings },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(child, "message");
  return child;
}

export async function stopWorker(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Has the worker compare all hours that are due, and follows it until none is left. */
export async function followWalk(client: pg.Client, worker: ChildProcess, tell: (line: string) => void): Promise<Walk> {
  await client.query("select graphile_worker.add_job('check_ledger', job_key => 'check_ledger')");
  const start = Date.now();
  const rssMiB: number[] = [];
  for (let look = 0; ; look++) {
    await sleep(SAMPLE_MS);
    rssMiB.push(readRss(worker.pid));
    const { rows } = await client.query<{ left: number; hours: number; calls: number; last: Date | null }>(
      `select count(*) filter (where next_ask_at <= now())::int as left, count(compared_at)::int as hours,
        coalesce(sum(calls_there) filter (where compared_at >= $1), 0)::int as calls, max(compared_at) as last
      from ledger_windows`,
      [new Date(start)],
    );
    const [{ left, hours, calls, last }] = rows as [(typeof rows)[number]];
    if (look % 20 === 19) tell(`${calls} calls of ${hours} hours compared, ${rssMiB.at(-1)} MiB`);
    if (left > 0 || hours === 0) continue;
    const seconds = ((last?.getTime() ?? Date.now()) - start) / 1000;
    return { calls, hours, seconds, perSecond: Math.round(calls / seconds), rssMiB };
  }
}

function readRss(pid: number | undefined): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

/** The bare loop: fetches the same pages one after the other, and counts their rows. @returns rows a second */
export async function countBare(apiUrl: string, hours: readonly Date[]): Promise<number> {
  const start = performance.now();
  let counted = 0;
  for (const hour of hours) {
    const from = hour.toISOString().slice(0, 19).replace("T", " ");
    const to = from.replace(/:00:00$/, ":59:59");
    for (let offset = 0, total = 1; offset < total; ) {
      const query = new URLSearchParams({
        auth_token: "t",
        start_time: from,
        end_time: to,
        include_recordings: "1",
        order: "asc",
        limit: "500",
        offset: String(offset),
      });
      const { data } = await (await fetch(`${apiUrl}/log/retrieve?${query}`)).json();
      total = Number(data.total_found);
      offset += data.results.length;
      counted += data.results.length;
      if (data.results.length === 0) break;
    }
  }
  return Math.round(counted / ((performance.now() - start) / 1000));
}
