import { sql } from "slonik";
import { z } from "zod";
import { type Database, pool } from "#app/db/connection/pool.server.ts";

const Lock = z.object({ isOurs: z.boolean() });

/**
 * Does `work` while this process alone, of all that use the database, holds the lock `name`. A transaction that does nothing
 * else holds it, so that a connection pooler leaves it its server connection; `work` is not part of it.
 * @returns what `work` returns; null, without doing it, while another process holds the lock
 */
export async function tryWithLock<Result>(
  name: string,
  work: (db: Database) => Promise<Result>,
): Promise<Result | null> {
  const db = await pool();
  return db.connect(async (holder) => {
    await holder.query(sql.unsafe`begin`); // slonik's own transactions would not let `work` use the pool
    try {
      await holder.query(sql.unsafe`select set_config('idle_in_transaction_session_timeout', '0', true)`);
      const lock = sql.type(Lock)`select pg_try_advisory_xact_lock(hashtext(${name})) as "isOurs"`;
      const { isOurs } = await holder.one(lock);
      return isOurs ? await work(db) : null;
    } finally {
      await holder.query(sql.unsafe`commit`);
    }
  });
}
