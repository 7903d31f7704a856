import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { directConnectionOptions } from "#app/db/connection/connection-options.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { PrimaryClient } from "#app/db/connection/primary-client.server.ts";

const CHANNEL = "portal_changes";
const WITHIN_MS = 5_000;
/** A connection that a firewall has dropped without a word stays silent like one on which nothing happens. */
const PROBE_EVERY_MS = 5_000;

/**
 * Tells every process that listens. Never inside a transaction that does something else: PostgreSQL lets only one
 * transaction with a notification commit at a time (`PreCommit_Notify`), so ingest would stand in line.
 */
export async function notifyChanges(db: Database, kinds: readonly string[]): Promise<void> {
  await db.query(sql.unsafe`select pg_notify(${CHANNEL}, ${kinds.join(",")})`);
}

/**
 * Listens over its own connection, which leads to the server itself, until `signal` aborts.
 * @param on `listening`: from now on nothing is missed; `changes`: what {@link notifyChanges} told
 * @throws when the connection breaks or cannot be made
 */
export async function listenForChanges(
  on: { listening: () => void; changes: (kinds: string[]) => void },
  signal: AbortSignal,
): Promise<void> {
  const client = new PrimaryClient({
    ...directConnectionOptions(),
    connectionTimeoutMillis: WITHIN_MS,
    query_timeout: WITHIN_MS,
  });
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {}); // it may break when nobody waits any more
  client.on("error", broken.reject);
  client.on("end", () => broken.reject(new Error("The connection that listens was closed.")));
  client.on("notification", ({ payload }) => on.changes((payload ?? "").split(",")));
  try {
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    on.listening();
    while (!signal.aborted) {
      const pause = sleep(PROBE_EVERY_MS, undefined, { ref: false, signal }).catch(() => {}); // told to stop
      await Promise.race([pause, broken.promise]);
      if (!signal.aborted) await client.query("select 1");
    }
  } finally {
    void client.end().catch(() => {}); // waits for the other side, which may be silent
  }
}
