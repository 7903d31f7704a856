import type { Json } from "#app/convoso/clean-json.server.ts";

/** A JSON value as text, as `String` writes it. An object in it may have a member called `toString`, which `String` would call. */
export function textOf(value: Json): string {
  if (Array.isArray(value)) return value.map((item) => (item === null ? "" : textOf(item))).join(",");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
