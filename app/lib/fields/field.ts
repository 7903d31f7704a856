import type { ColumnName } from "#app/lib/column-names.ts";

/** The types of columns that deliveries fill. */
type FieldType = "text" | "integer" | "bigint" | "timestamptz";

/**
 * A field that deliveries set on a row. Reading, merging, the statements, exports, masks, erasure and the pages of a call
 * and a lead follow from it; docs/changing.md says what a new one needs besides.
 *
 * - `type`: of its column, whose name is the field's in snake case.
 * - `personal`: whose data it is. An erasure empties all but "no", which it only searches; a viewer gets "no" and "shown" as they are, a "phone" and
 *   an "email" masked, and nothing of what is "hidden". No page ever shows what is "secret".
 * - `export`: how it stands in an export, "text" where it came from outside; null where it is not exported.
 * - `settledByEnd`: the end of a call settles it, so that what is said while the call is going on is provisional.
 * - `describes`: the field that it is a second form of, and is replaced with.
 */
export type Field = {
  type: FieldType;
  label: string;
  personal: "no" | "shown" | "phone" | "email" | "hidden" | "secret";
  export: "text" | "plain" | null;
  describes?: string;
  settledByEnd?: true;
};

export type FieldTable = Record<string, Field>;

type ValueTypes = { text: string; integer: number; bigint: number; timestamptz: Date };

/** The values of a table's fields, under our names for them. */
export type FieldValues<Table extends FieldTable> = {
  [Name in keyof Table]: ValueTypes[Table[Name]["type"]] | null;
};

/** The same under the names of their columns, but for what is secret. */
export type FieldColumns<Table extends FieldTable> = {
  [Name in keyof Table & string as Table[Name]["personal"] extends "secret" ? never : ColumnName<Name>]:
    | ValueTypes[Table[Name]["type"]]
    | null;
};

/** Field → the fields that describe it. */
export function companionsOf(table: FieldTable): Record<string, string[]> {
  const companions: Record<string, string[]> = {};
  for (const [name, { describes }] of Object.entries(table)) {
    if (describes !== undefined) companions[describes] = [...(companions[describes] ?? []), name];
  }
  return companions;
}
