import type { Json } from "#app/convoso/clean-json.server.ts";

const PLACES = [["data", "results"], ["data"], ["results"], ["data", "entries"]] as const;

/** Where in an answer the list of rows is, by its keys; null where there is none. Accounts and versions differ. */
export function findPlace(body: Json): readonly string[] | null {
  return PLACES.find((place) => Array.isArray(valueAt(body, place))) ?? null;
}

/** The rows of an answer, or null where there is no list: reading the wrong place would look like "no rows". */
export function findRows(body: Json): Json[] | null {
  const place = findPlace(body);
  if (place) return valueAt(body, place) as Json[];
  const { total_found, entries } = membersOf(membersOf(body).data);
  return [total_found, entries].some((count) => count === 0 || count === "0") ? [] : null;
}

/** How many rows an answer says that there are on all pages; null where it does not say. Convoso sends it as text. */
export function findTotal(body: Json): number | null {
  const { total_found, total } = membersOf(membersOf(body).data);
  const stated = [total_found, total].map(String).find((count) => /^\d+$/.test(count));
  return stated === undefined ? null : Number(stated);
}

function valueAt(body: Json, place: readonly string[]): Json | undefined {
  return place.reduce<Json | undefined>((value, key) => membersOf(value)[key], body);
}

export function membersOf(value: Json | undefined): { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
