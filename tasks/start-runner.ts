import { type LogFunctionFactory, Logger, type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker";
import type { Pool } from "pg";
import { env } from "#app/env.server.ts";
import { log } from "#app/log.server.ts";
import { CRONTAB } from "#tasks/crontab.ts";
import { taskList } from "#tasks/task-list.ts";
import { workerOptions } from "#tasks/worker-options.ts";

/** graphile-worker expects that each job wants a connection of this pool; ours work on the pool of the features. */
const NOT_FOR_US = /maxPoolSize .* smaller than concurrency/;

const levels = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const;
const toOurLog: LogFunctionFactory = (scope) => (level, message, meta) => {
  if (NOT_FOR_US.test(message)) return;
  const err = (meta as { error?: unknown } | undefined)?.error;
  log()[levels[level]](
    {
      ...(scope.taskIdentifier && { task: scope.taskIdentifier }),
      ...(scope.jobId && { jobId: scope.jobId }),
      ...(err !== undefined && { err }),
    },
    message,
  );
};

/** Starts to run the jobs of the queue, and those of the crontab. */
export function startRunner(pgPool: Pool, events: WorkerEvents, tasks: TaskList = taskList): Promise<Runner> {
  return run({
    pgPool,
    preset: { worker: workerOptions(env().CONVOSO_REQUESTS_PER_SECOND) },
    noHandleSignals: true,
    taskList: tasks,
    crontab: CRONTAB,
    logger: new Logger(toOurLog),
    events,
  });
}
