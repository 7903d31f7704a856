import type { Database } from "#app/db/connection/pool.server.ts";
import type { EventFilter } from "#app/db/deliveries/event-filter.server.ts";
import { insertReplay } from "#app/db/replays/replays.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { type RunKind, startRun } from "#app/features/runs/start-run.server.ts";

export const REPLAYS: RunKind = {
  table: "replays",
  task: "replay_deliveries",
  payload: (replayId) => ({ replayId }),
  actions: { start: "replay deliveries", stop: "stop replay", resume: "resume replay" },
  change: "replays",
};

/**
 * Lets the worker apply all deliveries that `filter` matches once more, oldest first.
 * @param query what the list of exactly these is asked by; empty for a selection
 * @returns the replay's id
 */
export function startReplay(
  db: Database,
  { filter, query }: { filter: EventFilter; query: string },
  admin: Admin,
): Promise<number> {
  const insert = async (transaction: Database) => ({
    id: await insertReplay(transaction, { filter, query, createdBy: admin.actor }),
    details: query ? { query } : { deliveries: filter.ids?.length ?? 0 },
  });
  return startRun<never>(db, REPLAYS, insert, admin);
}
