import type { Json, JsonObject } from "#app/convoso/clean-json.server.ts";
import { plainValue } from "#app/convoso/plain-value.server.ts";

/**
 * One thing that a delivery said. An object inside it has a dotted key (`lead.id`); arrays stay whole. `name` is what the
 * key means where that is another thing than the key itself: null for nothing, since it belongs to the wrapping.
 */
export type FlatField = { key: string; value: Json; name?: string | null };

/** Lays an object out as a flat list, in the order sent. Objects without anything inside say nothing. */
export function flattenFields(object: JsonObject, prefix = ""): FlatField[] {
  const fields: FlatField[] = [];
  flattenInto(fields, object, prefix);
  return fields;
}

function flattenInto(fields: FlatField[], object: JsonObject, prefix: string): void {
  for (const [name, value] of Object.entries(object)) {
    const key = prefix === "" ? name : `${prefix}.${name}`;
    if (typeof value !== "object" || value === null) {
      fields.push({ key, value });
      continue;
    }
    const plain = Array.isArray(value) ? value : plainValue(value);
    if (plain === undefined) flattenInto(fields, value as JsonObject, key);
    else fields.push({ key, value: plain });
  }
}

/** Whether a value is one of Convoso's ways of saying nothing. "Null" with a capital is somebody's surname. */
export function isBlank(value: Json): boolean {
  if (typeof value === "string") {
    const text = value.trim();
    return text === "" || text === "null" || text === "NULL" || text === "undefined";
  }
  return value === null || (Array.isArray(value) && value.every(isBlank));
}
