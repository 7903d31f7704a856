import { EventEmitter, once } from "node:events";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { WorkerEvents } from "graphile-worker";
import { bringUpToDate } from "#app/db/connection/bring-up-to-date.server.ts";
import { CONNECTIONS } from "#app/db/connection/budget.ts";
import { directConnectionOptions } from "#app/db/connection/connection-options.server.ts";
import { createPlainPool } from "#app/db/connection/plain-pool.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { hasDueJobs } from "#app/db/jobs/due-jobs.server.ts";
import { startHeartbeat } from "#app/features/jobs/start-heartbeat.server.ts";
import { resumeLedger } from "#app/features/ledger/check-ledger.server.ts";
import { resumeBlockedRecordings } from "#app/features/recordings/resume-blocked-recordings.server.ts";
import { version } from "#app/lib/version.server.ts";
import { startRunner } from "#tasks/start-runner.ts";
import { watchJobs } from "#tasks/watch-jobs.ts";

const LOOK_EVERY_MS = 200;
/** Vercel's cron asks once a minute, and a job that is told to end takes some seconds. */
const WITHIN_MS = 45_000;

/** How many runs of jobs ended well or failed. `isComplete`: false where time was up, so that the next call continues. */
export type DueJobs = { done: number; failed: number; isComplete: boolean };

let hasResumed = false;

/**
 * Does what a worker does, until no job is due or `withinMs` is over: for a host on which no process stays, and whose cron
 * calls this every minute. Jobs that still run then are told to end, and go on at the next call.
 */
export async function runDueJobs(withinMs = WITHIN_MS): Promise<DueJobs> {
  const endsAt = Date.now() + withinMs;
  await bringUpToDate();
  const db = await pool();
  const pgPool = createPlainPool({ ...directConnectionOptions(), max: CONNECTIONS.queue });
  const events: WorkerEvents = new EventEmitter();
  const counts = { done: 0, failed: 0 };
  watchJobs(events);
  events.on("job:success", () => counts.done++);
  events.on("job:error", () => counts.failed++);
  let workerId = "";
  events.on("pool:create", ({ workerPool }) => {
    workerId = workerPool.id;
  });
  try {
    const hasScheduled = once(events, "cron:started");
    const runner = await startRunner(pgPool, events);
    const endHeartbeat = startHeartbeat({ workerId, host: hostname(), version: version() });
    try {
      // As a worker does when it starts: what it waits for may have been set since.
      if (!hasResumed) await Promise.all([resumeBlockedRecordings(), resumeLedger()]);
      hasResumed = true;
      await Promise.race([hasScheduled, runner.promise]);
      let isBusy = true;
      while (isBusy && Date.now() < endsAt) {
        isBusy = await hasDueJobs(db, workerId);
        if (isBusy) await Promise.race([sleep(LOOK_EVERY_MS), runner.promise]);
      }
      return { ...counts, isComplete: !isBusy };
    } finally {
      await runner.stop().catch(() => {}); // it may have stopped already
      await endHeartbeat();
    }
  } finally {
    await pgPool.end();
  }
}
