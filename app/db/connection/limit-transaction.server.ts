import { sql } from "slonik";
import type { Database } from "#app/db/connection/pool.server.ts";

/** Limits, until the caller's transaction ends, how long a statement may wait for a lock and how long it may take. */
export async function limitTransaction(
  transaction: Database,
  { lockMs, statementMs }: { lockMs: number; statementMs: number },
): Promise<void> {
  await transaction.query(sql.unsafe`
    select set_config('lock_timeout', ${String(lockMs)}, true), set_config('statement_timeout', ${String(statementMs)}, true)`);
}
