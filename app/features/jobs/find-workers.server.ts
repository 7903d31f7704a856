import type { Database } from "#app/db/connection/pool.server.ts";
import { countWorkers, type Workers } from "#app/db/jobs/worker-heartbeats.server.ts";
import { env } from "#app/env.server.ts";

const MISSED_BEATS = 3;
/** Vercel's cron does a worker's jobs for a moment in every minute. */
const MISSED_CRON_MS = 3 * 60_000;

/** The workers of all machines. One that missed three reports does not count as running. */
export async function findWorkers(db: Database): Promise<Workers> {
  const { WORKER_BEAT_SECONDS, VERCEL } = env();
  const workers = await countWorkers(db, MISSED_BEATS * WORKER_BEAT_SECONDS);
  const isCronAlive = VERCEL && Date.now() - (workers.last_beat_at?.getTime() ?? 0) < MISSED_CRON_MS;
  return isCronAlive ? { ...workers, running: Math.max(1, workers.running) } : workers;
}
