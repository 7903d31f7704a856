import { type FragmentSqlToken, sql } from "slonik";
import type { PageRequest } from "#app/db/lists/page.server.ts";

// Lists by time have rows of the same microsecond: their cursor is the time, "~", and the row's own key.

type Columns = { time: FragmentSqlToken; key: FragmentSqlToken; type: "text" | "int8" };

/** The cursor of a row. */
export function timeCursor({ time, key }: Columns): FragmentSqlToken {
  return sql.fragment`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || ${key}`;
}

/** The condition that leads to the asked page, if one is asked for. */
export function pastCursor({ time, key, type }: Columns, asked: PageRequest): FragmentSqlToken | undefined {
  const at = asked.after ?? asked.before;
  if (at === undefined) return undefined;
  const [moment = "", ...rest] = at.split("~");
  const place = sql.fragment`(${moment}::timestamptz, ${rest.join("~")}::${sql.identifier([type])})`;
  return asked.after === undefined
    ? sql.fragment`(${time}, ${key}) < ${place}`
    : sql.fragment`(${time}, ${key}) > ${place}`;
}

/** The order of the asked page: the latest first, or the other way round where `after` is asked (see `toPage`). */
export function timeOrder({ time, key }: Columns, asked: PageRequest): FragmentSqlToken {
  const direction = asked.after === undefined ? sql.fragment`desc` : sql.fragment`asc`;
  return sql.fragment`order by ${time} ${direction}, ${key} ${direction}`;
}
