import type { Database } from "#app/db/connection/pool.server.ts";
import type { EventFilter } from "#app/db/deliveries/event-filter.server.ts";
import { FIRST_ID, scanEvents } from "#app/db/deliveries/scan-events.server.ts";
import { listWithin } from "#app/db/deliveries/stored-events.server.ts";
import { rehearseReplay } from "#app/features/replays/rehearse.server.ts";

/**
 * A dry run locks the rows that it touches, and deliveries about the same calls wait for it. So it is short, unless somebody
 * asks for more.
 */
const FEW_TRIED = 25;
const MOST_TRIED = 500;
const MOST_BYTES = 8 * 1024 * 1024;

/** The filter, limited to deliveries up to a moment. */
export function upTo(filter: EventFilter, moment: Date): EventFilter {
  if (filter.ids) return filter;
  return { ...filter, until: filter.until && filter.until < moment ? filter.until : moment };
}

/**
 * What a replay is about, and what it would change, tried on the oldest of them. `isMore`: there
 * may be others, and `canTry` of them can be tried where somebody asks for it. `skipped`: those among the tried that cannot be replayed.
 */
export async function readPlan(db: Database, filter: EventFilter, isThorough: boolean) {
  const most = isThorough || filter.ids ? MOST_TRIED : FEW_TRIED;
  const { ids, unfinished } = await scanEvents(db, filter, { after: FIRST_ID }, most + 1);
  const tried = await listWithin(db, ids.slice(0, most), MOST_BYTES);
  const rehearsal = await rehearseReplay(db, tried);
  const isMore = tried.length < ids.length || unfinished !== null;
  return {
    tried: tried.length,
    isMore,
    canTry: isMore && most < MOST_TRIED ? MOST_TRIED : null,
    skipped: rehearsal ? tried.length - rehearsal.tried : 0,
    rehearsal,
  };
}
