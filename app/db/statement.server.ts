import type { QuerySqlToken } from "slonik";
import type { Database } from "#app/db/pool.server.ts";

/** One statement with its values, as slonik's `sql.unsafe` and `sql.type` make them: to be run later, with others. */
export type Statement = QuerySqlToken;

/** What reading needs of a database: slonik's pool and transactions have it, and so has a {@link Pipeline}. */
export type Reader = Pick<Database, "any">;
