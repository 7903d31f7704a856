import { type FragmentSqlToken, sql } from "slonik";
import type { CopyFormat } from "#app/db/connection/copy-out.server.ts";
import { FORMULA_INSIDE } from "#app/lib/formula-inside.ts";

/** How a column is written. `text` came from outside; `plain` is a number, or text of our own making. */
type Kind = "text" | "plain" | "time" | "yes-no" | "json";

/** The columns of a list's export, in order: names of the rows that `app/db` selects for it, and how each is written. */
export type ExportColumns = Record<string, Kind>;

/** What makes a spreadsheet take a cell for a formula: tab, line feed, carriage return, + - = @, and their wide forms. */
const FORMULA_STARTS = sql.fragment`9, 10, 13, 43, 45, 61, 64, 65291, 65293, 65309, 65312`;

const INSIDE = sql.literalValue(FORMULA_INSIDE);

/** Excel takes a CSV for UTF-8 only if it begins with this mark, so the first column's name does. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * The `columns` of `rows` (a select whose order is kept) as PostgreSQL shall write them.
 *
 * CSV is for spreadsheets: a cell that one would run as a formula gets an apostrophe before it, but not "+12135550123",
 * which is a phone. Its times are as spreadsheets read them ("2026-07-01 12:00:00"), in the zone that the last column names.
 * NDJSON is for programs: every value is as it is, times with their offset.
 */
export function exportQuery(rows: FragmentSqlToken, columns: ExportColumns, format: CopyFormat): FragmentSqlToken {
  const cells = Object.entries(columns).map(([name, kind], position) => {
    const cell = sql.identifier(["exported", name]);
    if (format === "ndjson") return sql.fragment`${cell}`;
    const title = sql.identifier([position === 0 ? BYTE_ORDER_MARK + name : name]);
    return sql.fragment`${asCell(cell, kind)} as ${title}`;
  });
  const hasTimes = Object.values(columns).includes("time");
  if (format === "csv" && hasTimes) cells.push(sql.fragment`current_setting('TimeZone') as time_zone`);
  const selected = sql.fragment`select ${sql.join(cells, sql.fragment`, `)} from (${rows}) as exported`;
  return format === "csv" ? selected : sql.fragment`select row_to_json(line) from (${selected}) as line`;
}

function asCell(cell: ReturnType<typeof sql.identifier>, kind: ExportColumns[string]): FragmentSqlToken {
  if (kind === "yes-no") return sql.fragment`case when ${cell} then 'yes' else 'no' end`;
  if (kind === "time") return sql.fragment`${cell}::timestamp(0)`; // in the session's zone; to_char costs far more
  if (kind === "json") return disarmedInside(sql.fragment`${cell}::text`);
  if (kind !== "text") return sql.fragment`${cell}`;
  const parted = disarmedInside(sql.fragment`${cell}`);
  return sql.fragment`
    case when ascii(${cell}) in (${FORMULA_STARTS}) and ${cell} !~ '^\\+[0-9]+$'
      then '''' || ${parted} else ${parted} end`;
}

function disarmedInside(cell: FragmentSqlToken): FragmentSqlToken {
  return sql.fragment`
    case when strpos(${cell}, ';') + strpos(${cell}, chr(9)) + strpos(${cell}, chr(10)) + strpos(${cell}, chr(13)) > 0
      then regexp_replace(${cell}, ${INSIDE}, '\\1''\\2', 'g') else ${cell} end`;
}
