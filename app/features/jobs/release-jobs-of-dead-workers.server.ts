import type { Database } from "#app/db/connection/pool.server.ts";
import { unlockJobs } from "#app/db/jobs/jobs.server.ts";
import { endSilentHeartbeats, listDeadJobHolders } from "#app/db/jobs/worker-heartbeats.server.ts";
import { env } from "#app/env.server.ts";

/**
 * Hands the jobs of workers that died to those that live. graphile-worker itself would wait four hours.
 * @returns how many jobs
 */
export async function releaseJobsOfDeadWorkers(db: Database): Promise<number> {
  const { WORKER_DEAD_AFTER_SECONDS } = env();
  await endSilentHeartbeats(db, WORKER_DEAD_AFTER_SECONDS);
  const holders = await listDeadJobHolders(db, WORKER_DEAD_AFTER_SECONDS);
  await unlockJobs(
    db,
    holders.map(({ worker_id }) => worker_id),
  );
  return holders.reduce((sum, { jobs }) => sum + jobs, 0);
}
