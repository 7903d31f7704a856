import type { Json } from "#app/convoso/clean-json.server.ts";

/** One thing that a delivery said. An object inside it has a dotted key (`lead.id`); arrays stay whole. */
export type FlatField = { key: string; value: Json };

/** Lays an object out as a flat list, in the order sent. Objects without anything inside say nothing. */
export function flattenFields(object: { [key: string]: Json }, prefix = ""): FlatField[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const key = prefix === "" ? name : `${prefix}.${name}`;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? flattenFields(value, key)
      : [{ key, value }];
  });
}

/** Whether a value is one of Convoso's ways of saying nothing. "Null" with a capital is somebody's surname. */
export function isBlank(value: Json): boolean {
  if (value === null || (Array.isArray(value) && value.length === 0)) return true;
  return typeof value === "string" && /^(null|NULL|undefined)?$/.test(value.trim());
}
