import type { ChosenCalls } from "#app/db/calls/chosen-calls.server.ts";
import { endNoteRun, insertNoteRun, writeNextNotes } from "#app/db/calls/note-runs.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import { listStrandedRuns, resumeRun } from "#app/db/jobs/runs.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

/** Calls that get the note in one transaction. */
const AT_ONCE = 500;

class NothingChosen extends Error {}

/**
 * Lets the worker write a note on each chosen call.
 * @param query what the list of exactly these is asked by; null for a selection
 * @returns the run's id; null if no call is chosen
 */
export async function writeManyNotesLater(
  db: Database,
  { chosen, query, text }: { chosen: ChosenCalls; query: string | null; text: string },
  { actor, sourceAddress }: Admin,
): Promise<number | null> {
  await installJobQueue();
  try {
    return await db.transaction(async (transaction) => {
      const { id, calls } = await insertNoteRun(transaction, { chosen, query, text, createdBy: actor });
      if (calls === 0) throw new NothingChosen(); // takes the row back
      await queueRuns(transaction, [id]);
      const details = query ? { query, calls } : { calls };
      await recordAudit(transaction, { actor, sourceAddress, action: "write notes", target: String(id), details });
      return id;
    });
  } catch (error) {
    if (error instanceof NothingChosen) return null;
    throw error;
  }
}

/** Works a run off. Ends early when `signal` aborts. @returns whether it is over */
export async function writeManyNotesNow(id: number, signal?: AbortSignal): Promise<boolean> {
  const db = await pool();
  while (!signal?.aborted) {
    const written = await writeNextNotes(db, id, AT_ONCE);
    if (written === 0) await endNoteRun(db, id);
    announceChange("recordings");
    if (written === 0) return true;
  }
  return false;
}

/** Ends a run after the calls that it is at. @returns whether it was running */
export async function stopNoteRun(db: Database, id: number, { actor, sourceAddress }: Admin): Promise<boolean> {
  return db.transaction(async (transaction) => {
    if (!(await endNoteRun(transaction, id, actor))) return false;
    await recordAudit(transaction, { actor, sourceAddress, action: "stop notes", target: String(id) });
    return true;
  });
}

/** Resumes a stopped run where it was. @returns whether it was stopped */
export async function resumeNoteRun(db: Database, id: number, { actor, sourceAddress }: Admin): Promise<boolean> {
  await installJobQueue();
  return db.transaction(async (transaction) => {
    if (!(await resumeRun(transaction, "note_runs", id))) return false;
    await queueRuns(transaction, [id]);
    await recordAudit(transaction, { actor, sourceAddress, action: "resume notes", target: String(id) });
    return true;
  });
}

/** Gives those whose job got lost a new one. */
export async function requeueStrandedNoteRuns(): Promise<void> {
  const db = await pool();
  await queueRuns(db, await listStrandedRuns(db, "note_runs", "write_notes"));
}

/** Queues the jobs of runs, in the caller's transaction. */
async function queueRuns(db: Database, ids: readonly number[]): Promise<void> {
  const runAt = new Date();
  const jobs = ids.map((id) => ({
    task: "write_notes" as const,
    payload: { runId: id },
    key: jobKey("write_notes", id),
    runAt,
    priority: -5, // before a backlog of recordings, which may take hours
  }));
  await addJobs(db, jobs);
}
