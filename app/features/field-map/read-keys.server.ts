import { comparedKey, makeFieldMap } from "#app/convoso/field-map.server.ts";
import type { FieldMap } from "#app/convoso/field-names.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findNewestFieldMap, type MappedEndpoint } from "#app/db/deliveries/field-maps.server.ts";
import { type DraftLine, linesOf } from "#app/features/field-map/draft-lines.server.ts";
import { listSentKeys } from "#app/features/field-map/list-sent-keys.server.ts";
import { type DraftRow, rowsOf } from "#app/features/field-map/read-draft.server.ts";

/** `isListed`: whether the wanted key is among the lines. `left`: how many more keys came. */
export type Keys = { inUse: FieldMap | null; lines: DraftLine[]; isListed: boolean; deliveries: number; left: number };

/**
 * The keys of a webhook: those of a draft, otherwise those of its newest map, and then those that came lately.
 * @param wanted a key to show before others that came
 */
export async function readKeys(
  db: Database,
  endpoint: MappedEndpoint,
  { wanted, rows }: { wanted: string | undefined; rows?: readonly DraftRow[] },
): Promise<Keys> {
  const newest = await findNewestFieldMap(db, endpoint);
  const inUse = newest ? makeFieldMap(newest.version, newest.map) : null;
  const { deliveries, keys, left } = await listSentKeys(db, endpoint, inUse);
  const lines = linesOf(rows ?? rowsOf(newest?.map ?? []), keys, inUse, wanted);
  const isListed = wanted !== undefined && lines.some(({ key }) => comparedKey(key) === comparedKey(wanted));
  return { inUse, lines, isListed, deliveries, left };
}
