import type { Json } from "#app/convoso/clean-json.server.ts";
import type { FlatField } from "#app/convoso/flatten-fields.server.ts";

const isScalar = (value: Json) => typeof value !== "object" || value === null;

/**
 * Writes one call or lead of a list as JSON, so that it can be read again without the others: every field under the name
 * that it has for the item. What belongs to the list itself is put where it names nothing.
 */
export function writeItem(fields: readonly FlatField[]): string {
  const item = new Map<string, Json>();
  for (const { key, name, value } of fields) {
    const as = name === null ? `list.${key}` : (name ?? key);
    const known = item.get(as);
    if (known === undefined) item.set(as, value);
    else if (isScalar(value) && isScalar(known)) item.set(as, [known, value]);
    else item.set(key, value);
  }
  return JSON.stringify(Object.fromEntries(item));
}
