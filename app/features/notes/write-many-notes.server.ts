import type { ChosenCalls } from "#app/db/calls/chosen-calls.server.ts";
import { insertNoteRun, writeNextNotes } from "#app/db/calls/note-runs.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { endRun } from "#app/db/jobs/runs.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { type RunKind, startRun } from "#app/features/runs/start-run.server.ts";

/** Calls that get the note in one transaction. */
const AT_ONCE = 500;

export const NOTE_RUNS: RunKind = {
  table: "note_runs",
  task: "write_notes",
  payload: (runId) => ({ runId }),
  actions: { start: "write notes", stop: "stop notes", resume: "resume notes" },
  change: "recordings",
};

/**
 * Lets the worker write a note on each chosen call.
 * @param query what the list of exactly these is asked by; null for a selection
 * @returns the run's id; null if no call is chosen
 */
export function writeManyNotesLater(
  db: Database,
  { chosen, query, text }: { chosen: ChosenCalls; query: string | null; text: string },
  admin: Admin,
): Promise<number | null> {
  const insert = async (transaction: Database) => {
    const { id, calls } = await insertNoteRun(transaction, { chosen, query, text, createdBy: admin.actor });
    return calls === 0 ? null : { id, details: query ? { query, calls } : { calls } };
  };
  return startRun(db, NOTE_RUNS, insert, admin);
}

/** Works a run off. Ends early when `signal` aborts. @returns whether it is over */
export async function writeManyNotesNow(id: number, signal?: AbortSignal): Promise<boolean> {
  const db = await pool();
  while (!signal?.aborted) {
    const written = await writeNextNotes(db, id, AT_ONCE);
    if (written === 0) await endRun(db, "note_runs", id);
    announceChange("recordings");
    if (written === 0) return true;
  }
  return false;
}
