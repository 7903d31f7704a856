import { type FragmentSqlToken, sql } from "slonik";
import { isSurelyShown } from "#app/db/lists/is-surely-shown.server.ts";
import { foldText } from "#app/lib/fold-text.ts";
import type { SearchTerm } from "#app/lib/parse-search.ts";

/**
 * Whether a column equals the value but for letter case, accents and the like (`foldText`), or, with `*` in it, is alike.
 * @param isMasked for those who must not guess piece by piece at labels that are masked to them
 */
export function matchesText(column: FragmentSqlToken, value: string, isMasked = false): FragmentSqlToken {
  const folded = foldText(value);
  if (!folded.includes("*")) return sql.fragment`fold_text(${column}) = ${folded}`;
  const pattern = folded.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%");
  const isAlike = sql.fragment`fold_text(${column}) like ${pattern}`;
  return isMasked ? sql.fragment`(${isAlike} and ${isSurelyShown(column)})` : isAlike;
}

/** Whether a column of numbers compares so with the value of the term. */
export function compares(column: FragmentSqlToken, { operator, value }: SearchTerm): FragmentSqlToken {
  const sign =
    operator === ":"
      ? sql.fragment`=`
      : { ">=": sql.fragment`>=`, "<=": sql.fragment`<=`, ">": sql.fragment`>`, "<": sql.fragment`<` }[operator];
  return sql.fragment`${column} ${sign} ${Number(value)}`;
}

/** A term's condition as it is meant: never null, and turned around where `-` stands in front. */
export function asMeant(condition: FragmentSqlToken, { isNot }: Pick<SearchTerm, "isNot">): FragmentSqlToken {
  return isNot ? sql.fragment`not coalesce(${condition}, false)` : sql.fragment`coalesce(${condition}, false)`;
}
