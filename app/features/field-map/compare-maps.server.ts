import { comparedKey, type FieldMapEntry } from "#app/convoso/field-map.server.ts";
import { fieldLabel } from "#app/convoso/mappable-fields.server.ts";

/** A key that another version of the map says something else of, both in words. */
export type MapChange = { key: string; before: string; after: string };

const USUAL = "as usual";
const ORDER = "the order of precedence";

/** What differs between two versions, key by key. */
export function compareMaps(before: readonly FieldMapEntry[], after: readonly FieldMapEntry[]): MapChange[] {
  const was = byKey(before);
  const is = byKey(after);
  const changes = [...new Set([...was.keys(), ...is.keys()])].flatMap((compared) => {
    const [old, now] = [was.get(compared), is.get(compared)];
    if (old && now && old.field === now.field) return [];
    return [{ key: (now ?? old)?.key ?? "", before: meaningOf(old), after: meaningOf(now) }];
  });
  const orderOf = (map: Map<string, FieldMapEntry>) => [...map.keys()].join("\n");
  if (changes.length === 0 && orderOf(was) !== orderOf(is))
    return [{ key: ORDER, before: "another", after: "as listed" }];
  return changes;
}

/** What an entry says, in words. */
function meaningOf(entry: FieldMapEntry | undefined): string {
  if (!entry) return USUAL;
  return entry.field === null ? "ignored" : fieldLabel(entry.field);
}

function byKey(map: readonly FieldMapEntry[]): Map<string, FieldMapEntry> {
  return new Map(map.map((entry) => [comparedKey(entry.key), entry]));
}
