import type { ChosenCalls } from "#app/db/calls/chosen-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { endFetch, insertFetch } from "#app/db/recordings/recording-fetches.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { type RunKind, startRun } from "#app/features/runs/start-run.server.ts";

export const FETCHES: RunKind = {
  table: "recording_fetches",
  task: "fetch_recordings",
  payload: (fetchId) => ({ fetchId }),
  end: endFetch,
  actions: { start: "fetch recordings", stop: "stop fetch", resume: "resume fetch" },
  change: "recordings",
};

/**
 * Lets the worker ask Convoso once for the recording of each chosen call, whatever the state of its recording.
 * @param query what the list of exactly these is asked by; null for a selection
 * @returns the fetch's id; null if no call is chosen
 */
export function startFetch(
  db: Database,
  { chosen, query }: { chosen: ChosenCalls; query: string | null },
  admin: Admin,
): Promise<number | null> {
  const insert = async (transaction: Database) => {
    const { id, calls } = await insertFetch(transaction, { chosen, query, createdBy: admin.actor });
    return calls === 0 ? null : { id, details: query ? { query, calls } : { calls } };
  };
  return startRun(db, FETCHES, insert, admin);
}
