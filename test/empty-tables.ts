import { sql } from "slonik";
import type { Database } from "#app/db/pool.server.ts";

/** Empties all that deliveries write, the jobs that they queued included, so that a test begins with nothing. */
export async function emptyTables(db: Database): Promise<void> {
  await db.query(sql.unsafe`truncate calls, contacts, agents, call_events, pending_recordings cascade`);
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
}
