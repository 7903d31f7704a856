import type { Json, JsonObject } from "#app/convoso/clean-json.server.ts";
import { nameField } from "#app/convoso/field-names.server.ts";

const HEADS = /^(?:columns?|column_?names|cols|headers?|heading|fields?|field_?names|names|keys|schema)$/i;
const ROWS = /^(?:rows|data|values|records|items|results|entries|cells)$/i;
const NAMES = ["name", "field", "key", "label", "title", "header", "id"];
const FEWEST_KNOWN = 2;
const MAX_DEPTH = 4;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The names of columns, as texts or as objects with a name each; null where fewer than two are known. */
function namesOf(head: Json | undefined): string[] | null {
  if (!Array.isArray(head)) return null;
  const names = head.map((column) => {
    const name = isObject(column) ? NAMES.map((key) => column[key]).find((text) => typeof text === "string") : column;
    return typeof name === "string" ? name : "";
  });
  return names.filter((name) => nameField(name) !== null).length < FEWEST_KNOWN ? null : names;
}

/** Rows under the names of their columns; null where one has more cells than there are columns. */
function toObjects(names: string[], rows: Json[]): JsonObject[] | null {
  const lists = rows.some(Array.isArray) ? rows : [rows];
  if (rows.length === 0 || !lists.every((row) => Array.isArray(row) && row.length <= names.length)) return null;
  return (lists as Json[][]).map((row) => Object.fromEntries(row.map((cell, index) => [names[index] as string, cell])));
}

/**
 * The rows of a table: `{"columns":[…],"rows":[[…]]}` under whatever usual keys, or a list whose first row has the names.
 * @returns null where there is no such table
 */
export function fromTable(value: Json, depth = 0): JsonObject[] | null {
  if (Array.isArray(value)) {
    const [head, ...rows] = value;
    const names = rows.length > 0 && rows.every(Array.isArray) ? namesOf(head) : null;
    return names && toObjects(names, rows);
  }
  if (!isObject(value) || depth > MAX_DEPTH) return null;
  const entries = Object.entries(value);
  const names = namesOf(entries.find(([key, head]) => HEADS.test(key) && namesOf(head))?.[1]);
  const rows = entries.find(([key, list]) => ROWS.test(key) && Array.isArray(list) && namesOf(list) === null)?.[1];
  if (names && Array.isArray(rows)) return toObjects(names, rows);
  const inside = entries.map(([, member]) => fromTable(member, depth + 1)).filter((table) => table !== null);
  return inside.length === 1 ? (inside[0] as JsonObject[]) : null;
}

/**
 * The rows of a table that has a list of values for each name, or an object of them by number. Only where their ids differ:
 * a key may also have been repeated.
 */
export function fromColumns(object: JsonObject): JsonObject[] | null {
  const columns = Object.entries(object);
  const [first] = columns;
  if (columns.length < 2 || typeof first?.[1] !== "object" || first[1] === null) return null;
  const lists = columns.map(([name, column]): [string, Json[]] => [name, toList(column)]);
  const count = lists[0]?.[1].length ?? 0;
  if (count < 2 || lists.some(([, cells]) => cells.length !== count)) return null;
  const isId = (name: string) => ["callId", "leadId"].includes(nameField(name)?.field ?? "");
  const ids = lists.filter(([name]) => isId(name)).map(([, cells]) => new Set(cells.map(String)));
  if (!ids.some((known) => known.size === count && !known.has("") && !known.has("null"))) return null;
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(lists.map(([name, cells]) => [name, cells[row] as Json])),
  );
}

/** The cells of a column: scalars in a list, or numbered from 0; empty where it is something else. */
function toList(column: Json): Json[] {
  const cells = Array.isArray(column)
    ? column
    : isObject(column) && Object.keys(column).every((key, index) => key === String(index))
      ? Object.values(column)
      : [];
  return cells.every((cell) => typeof cell !== "object" || cell === null) ? cells : [];
}
