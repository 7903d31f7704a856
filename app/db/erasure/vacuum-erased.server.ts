import { CONNECTIONS } from "#app/db/connection/budget.ts";
import { directConnectionOptions } from "#app/db/connection/connection-options.server.ts";
import { createPlainPool } from "#app/db/connection/plain-pool.server.ts";
import { SEARCHED } from "#app/db/erasure/search-rows.server.ts";

/**
 * In every table that an erasure searches, removes the dead rows that an erasure left, which hold what was erased until then. It cannot run in a transaction, and
 * takes minutes for a large table, so it has a connection without a time limit.
 */
export async function vacuumErased(): Promise<void> {
  const single = createPlainPool({ ...directConnectionOptions(), max: CONNECTIONS.vacuum, statement_timeout: 0 });
  try {
    await single.query(`vacuum (index_cleanup on, truncate off) ${SEARCHED.join(", ")}`);
  } finally {
    await single.end();
  }
}
