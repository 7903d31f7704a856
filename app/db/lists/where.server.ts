import { type FragmentSqlToken, sql } from "slonik";

/** Conditions of a query; what is not asked for is false, null or undefined. */
export type Conditions = (FragmentSqlToken | false | null | undefined)[];

/** `where a and b …` of the conditions that are given, or nothing. */
export function where(...conditions: Conditions): FragmentSqlToken {
  const given = conditions.filter((condition) => condition != null && condition !== false);
  return given.length === 0 ? sql.fragment`` : sql.fragment`where ${sql.join(given, sql.fragment` and `)}`;
}
