// The worker process: runs the jobs in this folder until it is told to stop.
import { EventEmitter } from "node:events";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Runner, WorkerEvents } from "graphile-worker";
import type { Pool } from "pg";
import { CONNECTIONS } from "#app/db/connection/budget.ts";
import { directConnectionOptions } from "#app/db/connection/connection-options.server.ts";
import { createPlainPool } from "#app/db/connection/plain-pool.server.ts";
import { closePool } from "#app/db/connection/pool.server.ts";
import { prepareDatabase } from "#app/db/connection/prepare-database.server.ts";
import { env } from "#app/env.server.ts";
import { startHeartbeat } from "#app/features/jobs/start-heartbeat.server.ts";
import { resumeLedger } from "#app/features/ledger/check-ledger.server.ts";
import { startMetrics } from "#app/features/metrics/write-metrics.server.ts";
import { resumeBlockedRecordings } from "#app/features/recordings/resume-blocked-recordings.server.ts";
import { traceTasksIfWanted } from "#app/features/traces/trace-if-wanted.server.ts";
import { onStopSignal } from "#app/lib/on-stop-signal.ts";
import { version } from "#app/lib/version.server.ts";
import { log } from "#app/log.server.ts";
import { serveMetrics } from "#tasks/serve-metrics.ts";
import { startRunner } from "#tasks/start-runner.ts";
import { taskList } from "#tasks/task-list.ts";
import { watchJobs } from "#tasks/watch-jobs.ts";

const RESTART_MS = 2_000;
/** A runner that lost the database may wait for it forever. */
const WIND_UP_WITHIN_MS = 5_000;

const { HOST, METRICS_TOKEN, WORKER_METRICS_PORT } = env();
if (METRICS_TOKEN && WORKER_METRICS_PORT !== undefined) {
  startMetrics("worker");
  serveMetrics(WORKER_METRICS_PORT, HOST);
}
const { traced, endTraces } = await traceTasksIfWanted(taskList);

let runner: Runner | undefined;
let endHeartbeat: (() => Promise<void>) | undefined;
let isStopping = false;
let loseRunner: ((error: unknown) => void) | undefined;

async function work(): Promise<void> {
  const pgPool = createPlainPool({ ...directConnectionOptions(), max: CONNECTIONS.queue });
  const events: WorkerEvents = new EventEmitter();
  const lost = Promise.withResolvers<never>();
  loseRunner = lost.reject;
  watchJobs(events);
  // Jobs are locked by the pool's id, which graphile-worker makes up again for each pool.
  events.on("pool:create", ({ workerPool }) => {
    endHeartbeat = startHeartbeat({ workerId: workerPool.id, host: hostname(), version: version() });
  });
  try {
    await prepareDatabase();
    runner = await startRunner(pgPool, events, traced);
    await resumeBlockedRecordings();
    await resumeLedger();
    log().info("worker is running");
    process.send?.({ running: true });
    await Promise.race([runner.promise, lost.promise]);
  } finally {
    await Promise.race([windUp(pgPool), sleep(WIND_UP_WITHIN_MS)]);
  }
}

async function windUp(pgPool: Pool): Promise<void> {
  await runner?.stop().catch(() => {}); // it may have stopped already
  runner = undefined;
  await endHeartbeat?.();
  await pgPool.end();
}

// graphile-worker abandons some of its promises when the database dies, which would end this process.
process.on("unhandledRejection", (error) => {
  if (!loseRunner) throw error;
  log().error({ err: error }, "the job queue left a failure unhandled");
  loseRunner(error);
});

onStopSignal(async (signal) => {
  isStopping = true;
  log().info({ signal }, "worker is stopping");
  await runner?.stop();
  await endHeartbeat?.();
  await Promise.all([closePool(), endTraces()]);
});

// A database that goes away ends the runner; a new one is started until the database is back.
while (!isStopping) {
  try {
    await work();
  } catch (error) {
    if (!isStopping) log().error({ err: error }, "the worker lost the database and starts again");
  }
  if (!isStopping) await sleep(RESTART_MS);
}
