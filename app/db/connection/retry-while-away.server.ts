import pRetry from "p-retry";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";

/**
 * Runs `work` again while the database is down: 3 more times, after about 100, 200 and 400 ms. `work` may have been
 * committed when the connection broke, so it must be safe to repeat.
 * @throws the last error, at once if it is not about the connection
 */
export function retryWhileAway<T>(work: () => Promise<T>): Promise<T> {
  return pRetry(work, {
    retries: 3,
    minTimeout: 100,
    factor: 2,
    randomize: true,
    shouldRetry: ({ error }) => isDatabaseAway(error),
  });
}
