import { comparedKey } from "#app/convoso/field-map.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findNewestFieldMap, type MappedEndpoint } from "#app/db/deliveries/field-maps.server.ts";
import { type Affected, countAffected } from "#app/features/field-map/count-affected.server.ts";
import type { DraftLine } from "#app/features/field-map/draft-lines.server.ts";
import { readDraft, rowsOf } from "#app/features/field-map/read-draft.server.ts";
import { readKeys } from "#app/features/field-map/read-keys.server.ts";
import { type Trial, tryFieldMap } from "#app/features/field-map/try-field-map.server.ts";

/** A draft that nobody saved yet, what it would change, and the deliveries that a replay would read with it. */
export type Proposal = { lines: DraftLine[]; remarks: string[]; trial: Trial; affected: Affected[] };

/** The newest map with one more key, tried. @returns null where the key cannot mean that, or does already */
export async function proposeMeaning(
  db: Database,
  endpoint: MappedEndpoint,
  { key, meaning }: { key: string; meaning: string },
): Promise<Proposal | null> {
  const before = (await findNewestFieldMap(db, endpoint))?.map ?? [];
  const others = rowsOf(before).filter((row) => comparedKey(row.key) !== comparedKey(key));
  const { rows, map, faults, remarks } = readDraft([...others, { key, meaning, isNew: false }]);
  if (faults.length > 0) return null;
  const affected = await countAffected(db, endpoint, before, map);
  if (affected.length === 0) return null;
  const { lines, inUse } = await readKeys(db, endpoint, { wanted: key, rows });
  return { lines, remarks, trial: await tryFieldMap(db, endpoint, { inUse, draft: map }), affected };
}
