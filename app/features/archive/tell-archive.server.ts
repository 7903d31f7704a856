import { type ArchiveState, getArchiveState } from "#app/db/archive/archive-state.server.ts";
import { isAnyDue } from "#app/db/archive/recording-copies.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { isArchiveOn } from "#app/features/archive/is-archive-on.server.ts";
import type { ArchiveStanding } from "#app/lib/archive-line.ts";

/** Whether recordings are copied now, and otherwise why not. Reads little, however large the archive is. */
export async function tellArchive(db: Database): Promise<ArchiveStanding> {
  if (!isArchiveOn()) return "off";
  const [state, isDue] = await Promise.all([getArchiveState(db), isAnyDue(db)]);
  return standingOf(state, isDue);
}

/** A store in trouble counts before a person's pause, since nothing can be played from it either. */
export function standingOf({ paused_at, held }: ArchiveState, isDue: boolean): ArchiveStanding {
  if (held && (held !== "host away" || !paused_at)) return held;
  return paused_at ? "paused" : isDue ? "copying" : "idle";
}
