/** A job that waits to ask Convoso cannot be cancelled, and a stopping worker has ten seconds: jobs start only if their turn comes within this time. */
const TURNS_SECONDS = 6;
/** Upkeep needs some places, however slowly Convoso may be asked. */
const FEWEST_JOBS = 4;
/** While the outcomes of some are stored, others are asked for. With half as many Convoso waited for the database. */
const MOST_JOBS = 128;

/**
 * How the worker takes its jobs. They mostly wait: for Convoso, or for their turn to ask it. Those that run at the same
 * time share their statements, and a batch of them is taken and handed back at once; what a worker that dies held comes
 * back by its heartbeat.
 *
 * @param askedPerSecond how often Convoso may be asked (CONVOSO_REQUESTS_PER_SECOND); 0 is no limit
 */
export function workerOptions(askedPerSecond: number): GraphileConfig.WorkerOptions {
  const inTime = Math.max(FEWEST_JOBS, Math.ceil(askedPerSecond * TURNS_SECONDS));
  const concurrentJobs = askedPerSecond === 0 ? MOST_JOBS : Math.min(MOST_JOBS, inTime);
  return {
    concurrentJobs,
    /** How late a due job may be found that nobody announced, at most. */
    pollInterval: 500,
    localQueue: { size: 2 * concurrentJobs, ttl: 60_000 },
    completeJobBatchDelay: 20,
    failJobBatchDelay: 20,
  };
}
