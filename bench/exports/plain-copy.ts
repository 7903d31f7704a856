import { sql } from "slonik";
import { callRows } from "#app/db/calls/list-calls.server.ts";
import { eventRows } from "#app/db/deliveries/call-events.server.ts";
import { contactRows } from "#app/db/leads/contacts.server.ts";
import { exportColumns } from "#app/features/export/export-columns.server.ts";

export const lists = ["calls", "leads", "deliveries"] as const;
export const formats = ["csv", "ndjson"] as const;
export type List = (typeof lists)[number];
export type Format = (typeof formats)[number];

const rows = { calls: callRows, leads: contactRows, deliveries: eventRows };

/**
 * What somebody would type into psql for the same rows and columns, in a session of the same time zone, with nothing done
 * against formulas. JSON is `row_to_json`, since COPY knows none.
 */
export function plainCopy(list: List, format: Format): string {
  const columns = Object.keys(exportColumns[list]).map((name) => sql.identifier(["exported", name]));
  const selected = sql.fragment`select ${sql.join(columns, sql.fragment`, `)} from (${rows[list]({})}) as exported`;
  const query = format === "csv" ? selected : sql.fragment`select row_to_json(line) from (${selected}) as line`;
  return `copy (${query.sql}) to stdout with (${format === "csv" ? "format csv, header" : "format text"})`;
}
