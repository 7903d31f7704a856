import { comparedKey, type FieldMapEntry } from "#app/convoso/field-map.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { MappedEndpoint } from "#app/db/deliveries/field-maps.server.ts";
import { scanEvents } from "#app/db/deliveries/scan-events.server.ts";
import { formatSearch, type SearchTerm } from "#app/lib/parse-search.ts";

const MOST_COUNTED = 1_000;
const MOST_KEYS = 10;
const LIMITS = { rows: 100_000, milliseconds: 1_000 };

/** Deliveries that hold a key. `isMore`: there may be others than those that were counted. `search` finds all of them, as `terms` do. */
export type Affected = { key: string; search: string; terms: SearchTerm[]; count: number; isMore: boolean };

/**
 * Counts, for each key that two versions say different things of, the deliveries that a replay would read anew. A page shows
 * the first ten such keys.
 */
export async function countAffected(
  db: Database,
  endpoint: MappedEndpoint,
  before: readonly FieldMapEntry[],
  after: readonly FieldMapEntry[],
  mostKeys = MOST_KEYS,
): Promise<Affected[]> {
  const affected: Affected[] = [];
  for (const key of changedKeys(before, after).slice(0, mostKeys)) {
    const terms: SearchTerm[] = [{ field: "text", operator: ":", value: lastPart(key), isNot: false }];
    const { ids, unfinished } = await scanEvents(db, { endpoint, search: terms }, {}, MOST_COUNTED + 1, LIMITS);
    const isMore = ids.length > MOST_COUNTED || unfinished !== null;
    affected.push({ key, search: formatSearch(terms), terms, count: Math.min(ids.length, MOST_COUNTED), isMore });
  }
  return affected;
}

function changedKeys(before: readonly FieldMapEntry[], after: readonly FieldMapEntry[]): string[] {
  const textOf = ({ key, field }: FieldMapEntry) => `${comparedKey(key)} ${field}`;
  const [was, is] = [new Set(before.map(textOf)), new Set(after.map(textOf))];
  const changed = [
    ...after.filter((entry) => !was.has(textOf(entry))),
    ...before.filter((entry) => !is.has(textOf(entry))),
  ];
  return [...new Map(changed.map(({ key }) => [comparedKey(key), key])).values()];
}

/** A body holds the parts of a path apart. */
function lastPart(key: string): string {
  return key.split(/[.[\]]+/).findLast((part) => part !== "" && comparedKey(part) !== "") ?? key;
}
