import type { ChosenCalls } from "#app/db/calls/chosen-calls.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import { listStrandedRuns, resumeRun } from "#app/db/jobs/runs.server.ts";
import { endFetch, insertFetch } from "#app/db/recordings/recording-fetches.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

class NothingChosen extends Error {}

/**
 * Lets the worker ask Convoso once for the recording of each chosen call, whatever the state of its recording.
 * @param query what the list of exactly these is asked by; null for a selection
 * @returns the fetch's id; null if no call is chosen
 */
export async function startFetch(
  db: Database,
  { chosen, query }: { chosen: ChosenCalls; query: string | null },
  { actor, sourceAddress }: Admin,
): Promise<number | null> {
  await installJobQueue();
  try {
    return await db.transaction(async (transaction) => {
      const { id, calls } = await insertFetch(transaction, { chosen, query, createdBy: actor });
      if (calls === 0) throw new NothingChosen(); // takes the row back
      await queueFetches(transaction, [id]);
      const details = query ? { query, calls } : { calls };
      await recordAudit(transaction, { actor, sourceAddress, action: "fetch recordings", target: String(id), details });
      return id;
    });
  } catch (error) {
    if (error instanceof NothingChosen) return null;
    throw error;
  }
}

/** Ends a fetch after the calls that it is asking for. @returns whether it was running */
export async function stopFetch(db: Database, id: number, { actor, sourceAddress }: Admin): Promise<boolean> {
  const isStopped = await db.transaction(async (transaction) => {
    if (!(await endFetch(transaction, id, actor))) return false;
    await recordAudit(transaction, { actor, sourceAddress, action: "stop fetch", target: String(id) });
    return true;
  });
  announceChange("recordings");
  return isStopped;
}

/** Resumes a stopped fetch where it was. @returns whether it was stopped */
export async function resumeFetch(db: Database, id: number, { actor, sourceAddress }: Admin): Promise<boolean> {
  await installJobQueue();
  const isResumed = await db.transaction(async (transaction) => {
    if (!(await resumeRun(transaction, "recording_fetches", id))) return false;
    await queueFetches(transaction, [id]);
    await recordAudit(transaction, { actor, sourceAddress, action: "resume fetch", target: String(id) });
    return true;
  });
  announceChange("recordings");
  return isResumed;
}

/** Gives those whose job got lost a new one. */
export async function requeueStrandedFetches(): Promise<void> {
  const db = await pool();
  await queueFetches(db, await listStrandedRuns(db, "recording_fetches", "fetch_recordings"));
}

/** Queues the jobs of fetches, in the caller's transaction. */
async function queueFetches(db: Database, ids: readonly number[]): Promise<void> {
  const runAt = new Date();
  const jobs = ids.map((id) => ({
    task: "fetch_recordings" as const,
    payload: { fetchId: id },
    key: jobKey("fetch_recordings", id),
    runAt,
    priority: -5, // before a backlog of recordings, which may take hours
  }));
  await addJobs(db, jobs);
}
