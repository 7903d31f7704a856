import type { Database } from "#app/db/connection/pool.server.ts";
import { restartFailedJob } from "#app/db/jobs/failed-jobs.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";

/** Runs a job that used up its tries again, because an admin asked for it. @returns false where it is none (any more) */
export async function runJobAgain(db: Database, jobId: number, { actor, sourceAddress }: Admin): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const job = await restartFailedJob(transaction, jobId);
    if (!job) return false;
    const target = job.key ?? `${job.task_identifier} ${jobId}`;
    await recordAudit(transaction, { actor, sourceAddress, action: "run job again", target });
    return true;
  });
}
