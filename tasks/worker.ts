// The worker process: runs the jobs in this folder until it is told to stop.
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type LogFunctionFactory, Logger, type Runner, run, type WorkerEvents } from "graphile-worker";
import pg from "pg";
import { connectionOptions } from "#app/db/connection-options.server.ts";
import { surviveLostConnections } from "#app/db/jobs.server.ts";
import { closePool } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { resumeBlockedRecordings } from "#app/features/recordings/resume-blocked-recordings.server.ts";
import { startHeartbeat } from "#app/features/workers/start-heartbeat.server.ts";
import { onStopSignal } from "#app/lib/on-stop-signal.ts";
import { log } from "#app/log.server.ts";
import { prepareDatabase } from "#scripts/prepare-database.ts";
import { apply_failed_deliveries } from "#tasks/apply_failed_deliveries.ts";
import { apply_retention } from "#tasks/apply_retention.ts";
import { check_figures } from "#tasks/check_figures.ts";
import { erase_person } from "#tasks/erase_person.ts";
import { fetch_recording } from "#tasks/fetch_recording.ts";
import { fold_figures } from "#tasks/fold_figures.ts";
import { replay_deliveries } from "#tasks/replay_deliveries.ts";
import { requeue_stranded_recordings } from "#tasks/requeue_stranded_recordings.ts";
import { sweep_conversions } from "#tasks/sweep_conversions.ts";
import { workerOptions } from "#tasks/worker-options.ts";

/**
 * What the queue needs of connections beside the pool of the features. Jobs are taken and handed back in batches, so that
 * takes one or two, however many run; one more listens, and the crontab and the upkeep of the queue want one now and then.
 */
const QUEUE_CONNECTIONS = 6;
/** graphile-worker expects that each job wants a connection of this pool; ours work on the pool of the features. */
const NOT_FOR_US = /maxPoolSize .* smaller than concurrency/;
const RESTART_MS = 2_000;
/** A runner that lost the database may wait for it for ever. */
const WIND_UP_WITHIN_MS = 5_000;
// Times are UTC. 10:20 is between two and four in the morning everywhere in the continental US; a worker that was away
// then does it when it is back. All of it goes before a backlog of recordings, which may take hours.
const CRONTAB = `
* * * * * requeue_stranded_recordings ?max=1&priority=-10
* * * * * apply_failed_deliveries ?max=1&priority=-10
* * * * * fold_figures ?max=1&priority=-10
* * * * * replay_deliveries ?max=1&priority=-10
* * * * * sweep_conversions ?max=1&priority=-10
20 10 * * * apply_retention ?max=5&fill=12h&priority=-10
50 10 * * * check_figures ?max=5&priority=-10`;
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

const levels = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const;
const toOurLog: LogFunctionFactory = (scope) => (level, message, meta) => {
  if (NOT_FOR_US.test(message)) return;
  const err = (meta as { error?: unknown } | undefined)?.error;
  log()[levels[level]](
    { ...(scope.taskIdentifier && { task: scope.taskIdentifier }), ...(err !== undefined && { err }) },
    message,
  );
};

let runner: Runner | undefined;
let endHeartbeat: (() => Promise<void>) | undefined;
let isStopping = false;
let loseRunner: ((error: unknown) => void) | undefined;

async function work(): Promise<void> {
  const pgPool = new pg.Pool({ ...connectionOptions(), max: QUEUE_CONNECTIONS });
  surviveLostConnections(pgPool);
  const events: WorkerEvents = new EventEmitter();
  const lost = Promise.withResolvers<never>();
  loseRunner = lost.reject;
  // Jobs are locked by the pool's id, which graphile-worker makes up anew for each pool.
  events.on("pool:create", ({ workerPool }) => {
    endHeartbeat = startHeartbeat({ workerId: workerPool.id, host: hostname(), version });
  });
  try {
    await prepareDatabase();
    runner = await run({
      pgPool,
      preset: { worker: workerOptions(env().CONVOSO_REQUESTS_PER_SECOND) },
      noHandleSignals: true,
      taskList: {
        apply_failed_deliveries,
        apply_retention,
        check_figures,
        erase_person,
        fetch_recording,
        fold_figures,
        replay_deliveries,
        requeue_stranded_recordings,
        sweep_conversions,
      },
      crontab: CRONTAB,
      logger: new Logger(toOurLog),
      events,
    });
    await resumeBlockedRecordings();
    log().info("worker is running");
    process.send?.({ running: true });
    await Promise.race([runner.promise, lost.promise]);
  } finally {
    await Promise.race([windUp(pgPool), sleep(WIND_UP_WITHIN_MS)]);
  }
}

async function windUp(pgPool: pg.Pool): Promise<void> {
  await runner?.stop().catch(() => {}); // it may have stopped by itself
  runner = undefined;
  await endHeartbeat?.();
  await pgPool.end();
}

// graphile-worker lets go of some of its own promises when the database dies, which would end this process.
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
  await closePool();
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
