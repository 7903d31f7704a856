import { setTimeout as sleep } from "node:timers/promises";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { sweepOnce } from "#app/db/dispositions/conversion-sweeps.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

const PAUSE_MS = 20;
/** By then every delivery that was judged by the former dictionary has been committed. */
const DELAY_MS = 3_000;

/** Queues the work on what is to be brought in line, in the caller's transaction. */
export async function sweepConversionsLater(db: Database): Promise<void> {
  const runAt = new Date(Date.now() + DELAY_MS);
  await addJobs(db, [{ task: "sweep_conversions", payload: {}, key: jobKey("sweep_conversions"), runAt }]);
}

/** Brings leads in line with the dictionary until none is left, in small steps. Interrupted, it continues where it was. */
export async function sweepConversionsNow(): Promise<void> {
  const db = await pool();
  while (await db.transaction(sweepOnce)) {
    announceChange("leads");
    await sleep(PAUSE_MS);
  }
}
