import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { type FieldMaps, loadFieldMaps, NO_FIELD_MAPS } from "#app/features/ingest/field-maps.server.ts";
import { watchChanges } from "#app/features/live/watch-changes.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { log } from "#app/log.server.ts";

/** A process that is not told of changes asks again after this long. */
const ASK_AGAIN_MS = 1_000;

type InUse = {
  maps: FieldMaps;
  /** When they were read, on the clock of `performance.now`; null: never. */
  loadedAt: number | null;
  isListening: boolean;
  /** Counts the times at which a newer map may have come, and up to which of them the maps are read. */
  doubts: number;
  settled: number;
};

function inUse(): InUse {
  return singleton("field-maps", () => ({
    ...{ maps: NO_FIELD_MAPS, loadedAt: null },
    ...{ isListening: false, doubts: 0, settled: 0 },
  }));
}

/** The maps that deliveries are read with in this process. */
export function fieldMapsInUse(): FieldMaps {
  return inUse().maps;
}

/** Whether this process has ever read the maps. While the database is down, the last known ones are used. */
export function areFieldMapsKnown(): boolean {
  return inUse().loadedAt !== null;
}

/** Whether no newer map can be there, as far as this process is told, or has asked a moment ago. */
export function areFieldMapsFresh(): boolean {
  const { loadedAt, isListening, doubts, settled } = inUse();
  if (loadedAt === null) return false;
  return (isListening && settled === doubts) || performance.now() - loadedAt < ASK_AGAIN_MS;
}

/** Reads the newest maps, to be used from now on. */
export async function refreshFieldMaps(db: Database): Promise<void> {
  const state = inUse();
  const asked = ++state.doubts;
  const maps = await loadFieldMaps(db);
  if (asked > state.settled) Object.assign(state, { maps, loadedAt: performance.now(), settled: asked });
}

/** From now on this process is told when a map changes, so that no delivery has to ask. @returns how to end that */
export function keepFieldMapsFresh(): () => void {
  const state = inUse();
  const changed = (kinds: readonly string[]) => {
    state.isListening = true;
    if (kinds.includes("field-maps")) void refresh();
  };
  const lost = () => {
    state.isListening = false;
  };
  return watchChanges({ owner: "field maps", changed, lost, end: lost }, Date.now());
}

async function refresh(): Promise<void> {
  inUse().doubts += 1; // the pool may take a while
  try {
    await refreshFieldMaps(await pool());
  } catch (error) {
    log().warn({ err: error }, "the field maps could not be read; the next delivery tries again");
  }
}
