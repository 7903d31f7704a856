import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { columnOf } from "#app/lib/column-names.ts";
import type { Field, FieldColumns, FieldTable } from "#app/lib/fields/field.ts";

const schemas: Record<Field["type"], z.ZodType> = {
  text: z.string().nullable(),
  integer: z.number().nullable(),
  bigint: z.number().nullable(),
  timestamptz: z.date().nullable(),
};

function readable(table: FieldTable): [string, Field][] {
  return Object.entries(table).filter(([, { personal }]) => personal !== "secret");
}

/** What a select of {@link fieldColumns} returns of each row. */
export function fieldShape<Table extends FieldTable>(
  table: Table,
): { [Column in keyof FieldColumns<Table>]: z.ZodType<FieldColumns<Table>[Column]> } {
  const entries = readable(table).map(([name, { type }]) => [columnOf(name), schemas[type]]);
  return Object.fromEntries(entries);
}

/** The columns of a table's fields, but for what is secret, as a list for `select`. */
export function fieldColumns(name: "calls" | "contacts", table: FieldTable): FragmentSqlToken {
  const columns = readable(table).map(([field]) => sql.identifier([name, columnOf(field)]));
  return sql.fragment`${sql.join(columns, sql.fragment`, `)}`;
}
