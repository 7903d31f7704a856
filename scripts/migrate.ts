// npm run migrate: brings the database up to this code.
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { connectionOptions } from "#app/db/connection-options.server.ts";

const FOLDER = new URL("../migrations/", import.meta.url);
const PATIENCE_MS = 30_000;

/**
 * Runs each file of migrations/ that the table `schema_migrations` does not name, in order of their numbers. A file is
 * one transaction, takes a lock that lets several runs take turns, records itself, and may be run again without harm.
 * Waits up to 30 s for a server that is just starting.
 * @returns the names of the files that were run
 */
export async function migrate(connection: pg.ClientConfig): Promise<string[]> {
  const client = await connect(connection);
  try {
    const applied = await listApplied(client);
    const due = readdirSync(FOLDER)
      .filter((name) => name.endsWith(".sql") && !applied.has(name))
      .sort();
    for (const name of due) await client.query(readFileSync(new URL(name, FOLDER), "utf8"));
    return due;
  } finally {
    await client.end();
  }
}

async function connect(connection: pg.ClientConfig): Promise<pg.Client> {
  for (const start = Date.now(); ; await sleep(500)) {
    const client = new pg.Client({ connectionTimeoutMillis: 10_000, ...connection });
    client.on("error", () => {}); // a broken connection fails the query that needs it
    try {
      await client.connect();
      return client;
    } catch (error) {
      const { isDatabaseAway } = await import("#app/db/is-database-away.server.ts"); // it loads all of slonik
      if (!isDatabaseAway(error) || Date.now() - start > PATIENCE_MS) throw error;
    }
  }
}

async function listApplied(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query("select to_regclass('schema_migrations') is not null as exists");
  if (!rows[0].exists) return new Set();
  return new Set((await client.query("select name from schema_migrations")).rows.map((row) => row.name));
}

if (import.meta.main) {
  const ran = await migrate(connectionOptions());
  console.log(ran.length ? `Migrated: ${ran.join(", ")}` : "The database is up to date.");
}
