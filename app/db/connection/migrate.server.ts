import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { PrimaryClient } from "#app/db/connection/primary-client.server.ts";

const FOLDER = new URL("../../../migrations/", import.meta.url);
const PATIENCE_MS = 30_000;
/** A session that waits for a lock holds up all that come after it. So a file that does not get its locks stops, and is tried again. */
const LOCK_MS = 3_000;
const PAUSE_MS = 1_000;
const LOCKS_WITHIN_MS = 10 * 60_000;
const STATEMENT_MS = 10 * 60_000;
const NO_LOCK = "55P03";

/** The database has tables of a version whose migrations no longer exist. */
export class OlderDatabaseError extends Error {
  constructor() {
    super(
      "This database was created by an older version of the portal that cannot be upgraded, so nothing was changed: " +
        "set DATABASE_URL to an empty database, or move the folder .data away if npm start runs your database.",
    );
  }
}

/**
 * Runs each file of migrations/ that the table `schema_migrations` does not name, in order of their numbers. A file is
 * one transaction, takes a lock that lets several runs take turns, records itself, and may be run again without harm.
 * Waits up to 30 s for a server that is just starting, and 10 minutes for those who use the tables, without holding them up.
 * @returns the names of the files that were run
 * @throws OlderDatabaseError without a change
 */
export async function migrate(connection: pg.ClientConfig, folder = FOLDER): Promise<string[]> {
  const client = await connect(connection);
  try {
    const applied = await listApplied(client);
    const due = readdirSync(folder)
      .filter((name) => name.endsWith(".sql") && !applied.has(name))
      .sort();
    await client.query(`set lock_timeout = ${LOCK_MS}; set statement_timeout = ${STATEMENT_MS}`);
    for (const name of due) await run(client, readFileSync(new URL(name, folder), "utf8"));
    return due;
  } finally {
    await client.end();
  }
}

async function run(client: pg.Client, text: string): Promise<void> {
  for (const start = Date.now(); ; await sleep(PAUSE_MS)) {
    try {
      // Of several statements at once PostgreSQL makes one transaction, in which no index can be built beside its users.
      for (const part of /^begin;/m.test(text) ? [text] : text.split(/(?<=;)\n/)) await client.query(part);
      return;
    } catch (error) {
      await client.query("rollback").catch(() => {}); // the error is told, if the connection broke
      if ((error as { code?: string }).code !== NO_LOCK || Date.now() - start > LOCKS_WITHIN_MS) throw error;
    }
  }
}

async function connect(connection: pg.ClientConfig): Promise<pg.Client> {
  for (const start = Date.now(); ; await sleep(500)) {
    const client = new PrimaryClient({ connectionTimeoutMillis: 10_000, ...connection });
    client.on("error", () => {}); // a broken connection fails the query that needs it
    try {
      await client.connect();
      return client;
    } catch (error) {
      const { isDatabaseAway } = await import("#app/db/connection/is-database-away.server.ts"); // it loads all of slonik
      if (!isDatabaseAway(error) || Date.now() - start > PATIENCE_MS) throw error;
    }
  }
}

async function listApplied(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query("select to_regclass('schema_migrations') is not null as exists");
  if (!rows[0].exists) return new Set();
  if (await isOlder(client)) throw new OlderDatabaseError();
  return new Set((await client.query("select name from schema_migrations")).rows.map((row) => row.name));
}

/** Older versions ran a file of this name, or only the first files, which did not create this column. */
async function isOlder(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(`
    select exists (select from schema_migrations where name = '003_users.sql') or not exists (
      select from pg_attribute where attrelid = to_regclass('calls') and attname = 'recording_given_up'
    ) as is_older`);
  return rows[0].is_older;
}
