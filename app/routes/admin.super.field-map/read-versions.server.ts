import type { Database } from "#app/db/connection/pool.server.ts";
import { listFieldMapHistory, type MappedEndpoint } from "#app/db/deliveries/field-maps.server.ts";
import { compareMaps } from "#app/features/field-map/compare-maps.server.ts";
import { countAffected } from "#app/features/field-map/count-affected.server.ts";

const VERSIONS_SHOWN = 100;

/**
 * A webhook's versions, the newest first, each with what it changed; and where the newest was `saved` just now, the
 * deliveries that it would read differently.
 */
export async function readVersions(db: Database, endpoint: MappedEndpoint, saved: number | undefined) {
  const versions = await listFieldMapHistory(db, endpoint, VERSIONS_SHOWN + 1);
  const [newest, before] = versions;
  const isSaved = newest !== undefined && newest.version === saved;
  return {
    history: versions.slice(0, VERSIONS_SHOWN).map(({ version, map, note, created_at, created_by }, index) => ({
      ...{ version, note, created_at, created_by, keys: map.length },
      changes: compareMaps(versions[index + 1]?.map ?? [], map),
    })),
    affected: isSaved ? await countAffected(db, endpoint, before?.map ?? [], newest.map) : [],
  };
}
