import { type FragmentSqlToken, sql } from "slonik";

/** `where a and b …` of the conditions that are given, or nothing. */
export function where(...conditions: (FragmentSqlToken | false | null | undefined)[]): FragmentSqlToken {
  const given = conditions.filter((condition) => condition != null && condition !== false);
  return given.length === 0 ? sql.fragment`` : sql.fragment`where ${sql.join(given, sql.fragment` and `)}`;
}
