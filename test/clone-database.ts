import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { bringUpToDate } from "#app/db/connection/bring-up-to-date.server.ts";
import { APP_ROLE, appUrlOf } from "#scripts/postgres/app-role.ts";

export type TestDatabase = {
  /** For the owner of the tables. */
  url: string;
  /** For the portal's role. */
  appUrl: string;
  drop: () => Promise<void>;
};

/**
 * A fresh database on the server of `serverUrl`, with every table and graphile-worker's schema, copied in a few
 * milliseconds from a template that the first caller makes. The role of `serverUrl` needs the right to create databases.
 */
export async function cloneDatabase(serverUrl: string): Promise<TestDatabase> {
  return createDatabase(serverUrl, await withClient(serverUrl, (client) => ensureTemplate(client, serverUrl)));
}

/** A fresh database without any table, or a copy of `template`. */
export async function createDatabase(serverUrl: string, template = "template1"): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await withClient(serverUrl, (client) => client.query(`create database ${name} template ${template}`));
  const url = urlOf(serverUrl, name);
  return {
    url,
    appUrl: appUrlOf(url),
    drop: () => withClient(serverUrl, (client) => dropDatabase(client, name)),
  };
}

/** `with (force)` refuses where autovacuum is at work, which is a superuser's; without it PostgreSQL sends that away. */
async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename in (current_user, $2)",
    [name, APP_ROLE],
  );
  await client.query(`drop database ${name}`);
}

async function ensureTemplate(client: pg.Client, serverUrl: string): Promise<string> {
  const template = `template_${digestOfSchema()}`;
  await client.query("select pg_advisory_lock(hashtext('test template'))");
  const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
  if (!rowCount) {
    await client.query(`drop database if exists ${template}_new with (force)`);
    await client.query(`create database ${template}_new`);
    const connectionString = urlOf(serverUrl, `${template}_new`);
    const app = { connectionString: appUrlOf(connectionString) };
    await bringUpToDate({ owner: { connectionString }, app });
    await client.query(`alter database ${template}_new rename to ${template}`);
  }
  await client.query("select pg_advisory_unlock(hashtext('test template'))");
  return template;
}

function digestOfSchema(): string {
  const migrations = new URL("../migrations/", import.meta.url);
  const digest = createHash("sha256");
  for (const name of readdirSync(migrations).sort()) digest.update(readFileSync(new URL(name, migrations)));
  digest.update(readFileSync(new URL("../node_modules/graphile-worker/package.json", import.meta.url)));
  return digest.digest("hex").slice(0, 12);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Where another database of the same server is. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
