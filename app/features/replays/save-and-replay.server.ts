import type { FieldMapEntry } from "#app/convoso/field-map.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findNewestFieldMap, type MappedEndpoint } from "#app/db/deliveries/field-maps.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { countAffected } from "#app/features/field-map/count-affected.server.ts";
import { type Saved, saveFieldMap } from "#app/features/field-map/save-field-map.server.ts";
import { startReplay } from "#app/features/replays/start-replay.server.ts";

/**
 * Saves a field map, and lets the worker read all that came before with it.
 * @returns what happened to the map, and the number of the first replay; null where no delivery is read differently
 */
export async function saveAndReplay(
  db: Database,
  change: { endpoint: MappedEndpoint; map: FieldMapEntry[]; note: string | null },
  basedOn: number,
  admin: Admin,
): Promise<{ saved: Saved; replay: number | null }> {
  const { endpoint, map } = change;
  const before = (await findNewestFieldMap(db, endpoint))?.map ?? [];
  const saved = await saveFieldMap(db, change, basedOn, admin);
  if (!("version" in saved)) return { saved, replay: null };
  const until = new Date();
  const replays: number[] = [];
  for (const { terms, search, count, isMore } of await countAffected(db, endpoint, before, map, Infinity)) {
    if (count === 0 && !isMore) continue;
    const filter = { endpoint, search: terms, until };
    const query = new URLSearchParams({ type: endpoint, search }).toString();
    replays.push(await startReplay(db, { filter, query }, admin));
  }
  return { saved, replay: replays[0] ?? null };
}
