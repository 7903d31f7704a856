import { sql } from "slonik";
import { owner } from "#test/database.ts";

/** Empties all that deliveries write, the jobs that they queued included, so that a test begins with nothing. */
export async function emptyTables(): Promise<void> {
  await owner().query(sql.unsafe`truncate calls, contacts, agents, call_events, pending_recordings cascade`);
  await owner().query(sql.unsafe`delete from graphile_worker._private_jobs`);
}
