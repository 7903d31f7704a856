import { isCopyingWanted } from "#app/db/archive/recording-copies.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

/** Queues the job that copies recordings, where there is an archive, something is due, and no job does it already. */
export async function startArchiving(): Promise<void> {
  if (!archiveStore()) return;
  await installJobQueue();
  await (await pool()).transaction(async (transaction) => {
    if (!(await isCopyingWanted(transaction))) return;
    const key = jobKey("archive_recordings");
    await addJobs(transaction, [
      { task: "archive_recordings", payload: { isCopying: true }, key, runAt: new Date(), priority: 5 },
    ]);
  });
}
