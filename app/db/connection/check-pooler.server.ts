import type pg from "pg";
import { connectionOptions } from "#app/db/connection/connection-options.server.ts";
import { PrimaryClient } from "#app/db/connection/primary-client.server.ts";
import { env } from "#app/env.server.ts";

const WITHIN_MS = 10_000;
const ALREADY_THERE = "42P05";

/** A connection pooler stands between, and the settings do not go with it. The message says what to set. */
export class UnfitPooler extends Error {
  override name = "UnfitPooler";
}

/**
 * Looks for a pooler that lends its server connections for one transaction at a time, such as PgBouncer's transaction mode.
 * Prepared statements must be kept apart there, and listening needs DATABASE_DIRECT_URL.
 * @throws {UnfitPooler}
 */
export async function checkPooler(): Promise<void> {
  const one = await connect();
  try {
    if ((await serverProcess(one)) === one.processID) return; // no pooler: a pooler invents these numbers
    const other = await connect();
    try {
      if ((await serverProcess(one)) !== (await serverProcess(other))) return; // each client has its own
      await requireSeparateStatements(one, other);
    } finally {
      await other.end();
    }
  } finally {
    await one.end();
  }
  if (env().DATABASE_DIRECT_URL) return;
  throw new UnfitPooler(
    "DATABASE_URL points to a connection pooler in transaction mode. Live updates, the job queue and " +
      "migrations do not work through it: set DATABASE_DIRECT_URL to the PostgreSQL server itself.",
  );
}

async function connect(): Promise<pg.Client & { processID?: number }> {
  const client = new PrimaryClient({
    ...connectionOptions(),
    connectionTimeoutMillis: WITHIN_MS,
    query_timeout: WITHIN_MS,
  });
  client.on("error", () => {}); // it fails the query, too
  return client.connect();
}

async function serverProcess(client: pg.Client): Promise<number> {
  return (await client.query("select pg_backend_pid() as pid")).rows[0].pid;
}

/** Two clients prepare different statements under one name. */
async function requireSeparateStatements(one: pg.Client, other: pg.Client): Promise<void> {
  const name = "portal_probe";
  try {
    await one.query({ name, text: "select 1 as number" });
    await other.query({ name, text: "select 2 as number" });
  } catch (error) {
    if ((error as { code?: string }).code !== ALREADY_THERE) throw error;
    await one.query(`deallocate ${name}`);
    throw new UnfitPooler(
      "The connection pooler of DATABASE_URL mixes up the prepared statements of its clients: use PgBouncer 1.21 or newer " +
        "with max_prepared_statements above 0, or set DATABASE_URL to the PostgreSQL server itself.",
    );
  }
}
