import { measurePace } from "#app/db/archive/archive-attempts.server.ts";
import { getArchiveState } from "#app/db/archive/archive-state.server.ts";
import { countByState } from "#app/db/archive/archived-recordings.server.ts";
import { listStuck } from "#app/db/archive/stuck-recordings.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { standingOf } from "#app/features/archive/tell-archive.server.ts";
import type { ArchiveState } from "#app/lib/archive-states.ts";

const PACE_MINUTES = 60;
/** From fewer copies no pace can be told. */
const FEWEST_COPIES = 5;
const CALLS_SHOWN = 5;

/**
 * How far the archive is: how many recordings are in each state, what the last hour copied, when all that wait will be copied
 * at that pace (null where that cannot be told), and what is stuck, by why.
 */
export async function readProgress(db: Database, now: Date) {
  const [state, states, pace, stuck] = await Promise.all([
    getArchiveState(db),
    countByState(db),
    measurePace(db, PACE_MINUTES),
    listStuck(db, CALLS_SHOWN),
  ]);
  const counts = Object.fromEntries(states.map((one) => [one.state, one.count])) as Partial<
    Record<ArchiveState, number>
  >;
  const { due = 0 } = counts;
  const store = archiveStore();
  const standing = store ? standingOf(state, due > 0) : "off";
  const doneAt =
    standing === "copying" && pace.copies >= FEWEST_COPIES
      ? new Date(+now + (due * pace.seconds * 1000) / pace.copies)
      : null;
  return {
    ...{ state, standing, counts, pace, doneAt, store: store?.name ?? null, stuck: [...stuck] },
    bytes: states.find((one) => one.state === "archived")?.bytes ?? 0,
  };
}
export type Progress = Awaited<ReturnType<typeof readProgress>>;
