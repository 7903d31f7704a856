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
  if (!isOne || ![...names].some((name) => nameField(name as string) !== null)) return null;
  return Object.fromEntries(pairs as [string, Json][]);
}
