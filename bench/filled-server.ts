import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeWorkerUtils } from "graphile-worker";
import pg from "pg";
import { migrate } from "#app/db/connection/migrate.server.ts";
import { startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";
import { urlOf } from "#test/clone-database.ts";
import { fillDatabase } from "#test/fill-database.ts";
import type { Stand } from "./stage.ts";

const A_MILLION = 1_000_000;
/** While rows are loaded nothing need survive a crash: what is half filled is rebuilt. */
const LOADING = {
  fsync: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "16GB",
  checkpoint_timeout: "1h",
  autovacuum: "off",
  shared_buffers: "1GB",
};

export type FilledServer = {
  /** Of the database with so many calls. */
  url: (calls: number) => string;
  stop: () => Promise<void>;
};

type Options = Pick<Stand, "filledDir" | "tell">;

/**
 * A PostgreSQL with its own default settings and a filled database of each of these sizes. Takes what lies there, brought
 * up to this code's migrations, and leaves everything for the next user.
 */
export async function startFilledServer(sizes: readonly number[], { filledDir, tell }: Options): Promise<FilledServer> {
  const dir = join(filledDir, "postgres");
  const loading = await startEmbeddedPostgres({ dir, port: 0, settings: LOADING });
  try {
    for (const calls of sizes) await ensureFilled(loading.url, calls, tell);
  } finally {
    await loading.stop();
  }
  const server = await startEmbeddedPostgres({ dir, port: 0 });
  return {
    url: (calls) => urlOf(server.url, nameOf(calls)),
    stop: () => server.stop(),
  };
}

async function ensureFilled(serverUrl: string, calls: number, tell: (line: string) => void): Promise<void> {
  const start = performance.now();
  const name = nameOf(calls);
  const url = urlOf(serverUrl, name);
  const mark = `filled ${digestOfFilling()}`;
  const comment = await ask<{ comment: string | null }>(
    serverUrl,
    "select shobj_description(oid, 'pg_database') as comment from pg_database where datname = $1",
    [name],
  );
  const isThere = comment[0]?.comment === mark;
  if (!isThere) {
    await ask(serverUrl, `drop database if exists ${name} with (force)`);
    await ask(serverUrl, `create database ${name}`);
  }
  await migrate({ connectionString: url });
  const pgPool = new pg.Pool({ connectionString: url });
  // The server may stop before the last connection is quite closed.
  pgPool.on("error", () => {});
  pgPool.on("connect", (client) => client.on("error", () => {}));
  const utils = await makeWorkerUtils({ pgPool });
  await utils.migrate();
  await utils.release();
  await pgPool.end();
  if (isThere) return tell(`${calls} calls are there already`);
  await fillDatabase(url, calls, calls < A_MILLION ? undefined : tell);
  await ask(serverUrl, `comment on database ${name} is '${mark}'`);
  tell(`${calls} calls filled in, in ${Math.round((performance.now() - start) / 1000)} s`);
}

async function ask<Row extends pg.QueryResultRow>(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

function digestOfFilling(): string {
  const digest = createHash("sha256");
  for (const file of ["fill-database.ts", "fill-statements.ts"]) digest.update(readFileSync(`test/${file}`));
  return digest.digest("hex").slice(0, 12);
}

const nameOf = (calls: number) => `filled_${calls}`;
