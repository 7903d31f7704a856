import type { EventFilter } from "#app/db/event-filter.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { FIRST_ID, scanEvents } from "#app/db/scan-events.server.ts";
import { listWithin } from "#app/db/stored-events.server.ts";
import { rehearseReplay } from "#app/features/replays/rehearse.server.ts";

/** A dry run holds what it touches, so that deliveries about the same calls wait for it: a moment's work, and no more. */
const MOST_TRIED = 500;
const MOST_BYTES = 8 * 1024 * 1024;

/** The filter as of a moment: what comes later is not meant. */
export function upTo(filter: EventFilter, moment: Date): EventFilter {
  if (filter.ids) return filter;
  return { ...filter, until: filter.until && filter.until < moment ? filter.until : moment };
}

/**
 * What a replay is about, and what it would change, tried on the oldest of them. `found`: as many as were looked for;
 * `isMore`: there may be others. `skipped`: those among the tried that cannot be replayed.
 */
export async function readPlan(db: Database, filter: EventFilter) {
  const { ids, unfinished } = await scanEvents(db, filter, { after: FIRST_ID }, MOST_TRIED + 1);
  const tried = await listWithin(db, ids.slice(0, MOST_TRIED), MOST_BYTES);
  const rehearsal = await rehearseReplay(db, tried);
  return {
    tried: tried.length,
    isMore: tried.length < ids.length || unfinished !== null,
    skipped: rehearsal ? tried.length - rehearsal.tried : 0,
    rehearsal,
  };
}
