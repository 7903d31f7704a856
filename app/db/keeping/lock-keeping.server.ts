import { sql } from "slonik";
import type { Database } from "#app/db/connection/pool.server.ts";

/**
 * Until its transaction ends, who deletes sees the holds and rules as they are: they are changed before or after it. Any
 * number may delete at a time; one that changes (`change`) is alone.
 */
export async function lockKeeping(transaction: Database, { change }: { change: boolean }): Promise<void> {
  const lock = change ? sql.fragment`pg_advisory_xact_lock` : sql.fragment`pg_advisory_xact_lock_shared`;
  await transaction.query(sql.unsafe`select ${lock}(hashtext('convoso-portal keeping'))`);
}
