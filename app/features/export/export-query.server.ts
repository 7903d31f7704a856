import { type FragmentSqlToken, sql } from "slonik";
import type { CopyFormat } from "#app/db/copy-out.server.ts";
import type { ExportColumns } from "#app/features/export/export-columns.server.ts";

/** What makes a spreadsheet take a cell for a formula: tab, line feed, carriage return, + - = @, and their wide forms. */
const FORMULA_STARTS = sql.fragment`9, 10, 13, 43, 45, 61, 64, 65291, 65293, 65309, 65312`;

/** Excel takes a CSV for UTF-8 only if it begins with this mark, so the first column's name does. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * The `columns` of `rows` (a select whose order is kept) as PostgreSQL shall write them.
 *
 * CSV is for spreadsheets: a cell that one would run as a formula gets an apostrophe before it, but not "+12135550123",
 * which is a phone. NDJSON is for programs: every value is as it is. Times carry their offset in both; in CSV they are as
 * PostgreSQL writes them ("2026-07-01 12:00:00-07"), since to_char would cost a third of the whole rate.
 */
export function exportQuery(rows: FragmentSqlToken, columns: ExportColumns, format: CopyFormat): FragmentSqlToken {
  const cells = Object.entries(columns).map(([name, kind], position) => {
    const cell = sql.identifier(["exported", name]);
    if (format === "ndjson") return sql.fragment`${cell}`;
    const title = sql.identifier([position === 0 ? BYTE_ORDER_MARK + name : name]);
    return sql.fragment`${asCell(cell, kind)} as ${title}`;
  });
  const selected = sql.fragment`select ${sql.join(cells, sql.fragment`, `)} from (${rows}) as exported`;
  return format === "csv" ? selected : sql.fragment`select row_to_json(line) from (${selected}) as line`;
}

function asCell(cell: ReturnType<typeof sql.identifier>, kind: ExportColumns[string]): FragmentSqlToken {
  if (kind === "yes-no") return sql.fragment`case when ${cell} then 'yes' else 'no' end`;
  if (kind !== "text") return sql.fragment`${cell}`;
  return sql.fragment`
    case when ascii(${cell}) in (${FORMULA_STARTS}) and ${cell} !~ '^\\+[0-9]+$' then '''' || ${cell} else ${cell} end`;
}
