import { pool } from "#app/db/connection/pool.server.ts";
import { endHeartbeat, saveHeartbeat, type Worker } from "#app/db/jobs/worker-heartbeats.server.ts";
import { env } from "#app/env.server.ts";
import { releaseJobsOfDeadWorkers } from "#app/features/jobs/release-jobs-of-dead-workers.server.ts";
import { log } from "#app/log.server.ts";

/**
 * Shows every WORKER_BEAT_SECONDS that this worker lives, and at each beat looks after the jobs of those that died. A
 * timer and not a job of the queue, because jobs that hang could take up every place to run one.
 * @returns what ends it, when the worker has stopped
 */
export function startHeartbeat(worker: Worker): () => Promise<void> {
  let beating: Promise<void> = beat(worker);
  const timer = setInterval(() => {
    beating = beating.then(() => beat(worker));
  }, env().WORKER_BEAT_SECONDS * 1000);
  return async () => {
    clearInterval(timer);
    await beating;
    await endHeartbeat(await pool(), worker.workerId).catch(() => {}); // else its silence says so, a little later
  };
}

async function beat(worker: Worker): Promise<void> {
  try {
    const db = await pool();
    await saveHeartbeat(db, worker);
    const count = await releaseJobsOfDeadWorkers(db);
    if (count > 0) log().warn({ count }, "jobs of a worker that died are run again");
  } catch (error) {
    log().error({ err: error }, "the worker could not show that it lives"); // the next beat tries again
  }
}
