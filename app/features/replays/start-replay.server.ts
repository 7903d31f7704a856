import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import type { EventFilter } from "#app/db/deliveries/event-filter.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import { listStrandedRuns, resumeRun } from "#app/db/jobs/runs.server.ts";
import { insertReplay, stopReplayRow } from "#app/db/replays/replays.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

/**
 * Lets the worker apply all deliveries that `filter` matches once more, oldest first.
 * @param query what the list of exactly these is asked by; empty for a selection
 * @returns the replay's id
 */
export async function startReplay(
  db: Database,
  { filter, query }: { filter: EventFilter; query: string },
  { actor, sourceAddress }: Admin,
): Promise<number> {
  await installJobQueue();
  return db.transaction(async (transaction) => {
    const id = await insertReplay(transaction, { filter, query, createdBy: actor });
    await queueReplays(transaction, [id]);
    const details = query ? { query } : { deliveries: filter.ids?.length ?? 0 };
    await recordAudit(transaction, { actor, sourceAddress, action: "replay deliveries", target: String(id), details });
    return id;
  });
}

/** Ends a replay after the deliveries that it has in hand. @returns whether it was running */
export async function stopReplay(db: Database, id: number, { actor, sourceAddress }: Admin): Promise<boolean> {
  const isStopped = await db.transaction(async (transaction) => {
    if (!(await stopReplayRow(transaction, id, actor))) return false;
    await recordAudit(transaction, { actor, sourceAddress, action: "stop replay", target: String(id) });
    return true;
  });
  announceChange("replays");
  return isStopped;
}

/** Resumes a stopped replay where it was. @returns whether it was stopped */
export async function resumeReplay(db: Database, id: number, { actor, sourceAddress }: Admin): Promise<boolean> {
  await installJobQueue();
  const isResumed = await db.transaction(async (transaction) => {
    if (!(await resumeRun(transaction, "replays", id))) return false;
    await queueReplays(transaction, [id]);
    await recordAudit(transaction, { actor, sourceAddress, action: "resume replay", target: String(id) });
    return true;
  });
  announceChange("replays");
  return isResumed;
}

/** Gives those whose job got lost a new one. */
export async function requeueStrandedReplays(): Promise<void> {
  const db = await pool();
  await queueReplays(db, await listStrandedRuns(db, "replays", "replay_deliveries"));
}

/** Queues the jobs of replays, in the caller's transaction. */
async function queueReplays(db: Database, ids: readonly number[]): Promise<void> {
  const runAt = new Date();
  const jobs = ids.map((id) => ({
    task: "replay_deliveries" as const,
    payload: { replayId: id },
    key: jobKey("replay_deliveries", id),
    runAt,
    priority: -5, // before a backlog of recordings, which may take hours
  }));
  await addJobs(db, jobs);
}
