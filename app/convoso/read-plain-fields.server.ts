import type { Json } from "#app/convoso/clean-json.server.ts";
import { type FieldName, isFieldName } from "#app/convoso/field-names.server.ts";
import type { FieldReader, Understood } from "#app/convoso/field-reader.server.ts";
import { textOf } from "#app/convoso/text-of.server.ts";
import type { FieldTable, FieldValues } from "#app/lib/fields/field.ts";

/** The fields of a table that are read from a key of their own and need nothing else, but for those in `ByHand`. */
export type PlainFields<Table extends FieldTable, ByHand extends string> = {
  [Name in Exclude<keyof Table & FieldName, ByHand> as Table[Name]["type"] extends "text" | "integer"
    ? Name
    : never]: FieldValues<Table>[Name];
};

/** Makes the reader of a table's fields that are texts and numbers under their own names. `byHand` are read in another way. */
export function plainFieldsOf<Table extends FieldTable, ByHand extends string>(
  table: Table,
  byHand: readonly ByHand[],
) {
  const fields = Object.entries(table).flatMap(([name, { type }]) => {
    const isPlain = isFieldName(name) && !(byHand as readonly string[]).includes(name);
    return isPlain && (type === "text" || type === "integer") ? [{ name, type }] : [];
  });
  return (reader: FieldReader): PlainFields<Table, ByHand> => {
    const read: Record<string, unknown> = {};
    for (const { name, type } of fields)
      read[name] = type === "text" ? reader.text(name) : reader.take(name, readWhole);
    return read as PlainFields<Table, ByHand>;
  };
}

function readWhole(value: Json): Understood<number> {
  const text = textOf(value).trim();
  return /^-?\d{1,9}$/.test(text) ? { value: Number(text) } : { value: null, code: "not-number" };
}
