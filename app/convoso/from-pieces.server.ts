import type { Json, JsonObject } from "#app/convoso/clean-json.server.ts";
import { nameField } from "#app/convoso/field-names.server.ts";

/** `[["call_log_id","1"],["status","SALE"]]`, or one object for each member: what is meant as one object; null for others. */
export function fromPieces(list: Json[]): JsonObject | null {
  const pairs = list.map((item) => {
    if (Array.isArray(item)) return item.length === 2 && typeof item[0] === "string" ? item : null;
    const members = typeof item === "object" && item !== null ? Object.entries(item) : [];
    return members.length === 1 ? (members[0] as [string, Json]) : null;
  });
  const names = new Set(pairs.map((pair) => pair?.[0]));
  const isOne = list.length > 1 && names.size === list.length && !names.has(undefined);
  const isName = (text: unknown) => typeof text === "string" && nameField(text) !== null;
  if (!isOne || ![...names].some(isName)) return null;
  // The names of two columns, and then people, who must not become one.
  const [, value] = pairs[0] as [string, Json];
  const isTable = isName(value) && ![...names].slice(1).some(isName);
  return isTable ? null : Object.fromEntries(pairs as [string, Json][]);
}
