import type { FragmentSqlToken, QuerySqlToken } from "slonik";
import type { Database } from "#app/db/connection/pool.server.ts";

/** One statement with its values, as slonik's `sql.unsafe` and `sql.type` make them: to be run later, with others. */
export type Statement = QuerySqlToken;

/** A select that is still to be part of a statement, such as an export's. */
export type Select = FragmentSqlToken;

/** What is to be written, and what to return once it is. */
export type Plan<Result> = { result: Result; statements: readonly Statement[] };

/** What reading needs of a database: slonik's pool and transactions have it, and so has a {@link Pipeline}. */
export type Reader = Pick<Database, "any">;

/**
 * A statement of which only the values change: its text is put together once, which takes slonik longer than to send it.
 * `make` uses each of its values once, in their order.
 */
export function fixedText<Values extends QuerySqlToken["values"], Token extends QuerySqlToken>(
  make: (...values: Values) => Token,
): (...values: Values) => Token {
  let known: Token | undefined;
  return (...values) => {
    known ??= make(...values);
    return { ...known, values };
  };
}
