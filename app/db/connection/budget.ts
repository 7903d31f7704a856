/**
 * The connections that a process may hold beside its pool (DATABASE_POOL_SIZE). docs/guide/configuration.md adds them up, and
 * a test adds them up too.
 */
export const CONNECTIONS = {
  /** The web process that takes deliveries: one for each transaction at the same time. */
  deliveries: 2,
  /** The same process, now and then: whether the database is back. */
  probe: 1,
  /** The web process of the pages: one for each export at the same time. */
  exports: 3,
  /** The same process: tries to sign in. */
  signIn: 2,
  /** The same process: live updates. */
  changes: 1,
  /**
   * The worker: jobs are taken and handed back in batches, so that takes one or two, however many run; one more listens, and
   * the crontab and the upkeep of the queue want one now and then.
   */
  queue: 6,
  /** The worker: what Convoso said of recordings. */
  recordings: 1,
  /** The worker, after an erasure. */
  vacuum: 1,
} as const;
