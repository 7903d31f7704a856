/**
 * How the worker takes its jobs. They mostly wait: for Convoso, or for their turn to ask it. Those that run at the same
 * time share their statements, and a batch of them is taken and handed back at once; what a worker that dies held comes
 * back by its heartbeat.
 */
export const workerOptions: GraphileConfig.WorkerOptions = {
  concurrentJobs: 24,
  /** How late a job may be found whose time has come without anybody announcing it, at most. */
  pollInterval: 500,
  localQueue: { size: 48, ttl: 60_000 },
  completeJobBatchDelay: 20,
  failJobBatchDelay: 20,
};
