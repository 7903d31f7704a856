import { getArchiveState, saveHold } from "#app/db/archive/archive-state.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { asHold, findTrouble } from "#app/features/archive/find-trouble.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import type { StoreFault } from "#app/store/store.server.ts";

/** Looks whether the store gives and takes files, also while nothing is to be copied, so that the health can say so. */
export async function watchStore(): Promise<void> {
  const store = archiveStore();
  if (!store) return;
  const db = await pool();
  const { held } = await getArchiveState(db);
  const trouble = await findTrouble(db, store, held);
  if (trouble?.why === held || (trouble === null && (held === null || held === "host away"))) return;
  await saveHold(db, trouble);
  announceChange("recordings");
}

/**
 * Notes that a store did not give a file that somebody wants to hear, if recordings go there now: one where they went earlier
 * keeps nothing from being copied. The worker looks again within a minute.
 */
export async function noteStoreFault(db: Database, store: string, fault: StoreFault): Promise<void> {
  if (store !== archiveStore()?.name) return;
  await saveHold(db, asHold(fault));
  announceChange("recordings");
}
