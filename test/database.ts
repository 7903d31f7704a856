import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { createPool, type DatabasePool } from "slonik";
import { pool } from "#app/db/connection/pool.server.ts";
import { cloneDatabase } from "#test/clone-database.ts";
import { startTestServer } from "#test/test-server.ts";

let ownersPool: DatabasePool | undefined;

/** The database of this test file for the owner of its tables, who may do what the portal may not: `truncate`, `analyze`. */
export function owner(): DatabasePool {
  if (!ownersPool) throw new Error("createTestDatabase comes first.");
  return ownersPool;
}

/**
 * Gives this test file its own database, complete and empty: call it once, at the top (`await createTestDatabase()`),
 * before anything reads `env()`. It sets `DATABASE_URL` and `SPOOL_DIR`, so that `pool()` leads there, as the
 * portal's role; after the last test the pool is closed and the database dropped. `npm test` shares one server (`TEST_DATABASE_URL`) among all files; a file that is run
 * by hand starts its own, which takes two seconds.
 * @returns the address for the owner of the tables
 */
export async function createTestDatabase(): Promise<{ url: string }> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  const server = serverUrl ? { url: serverUrl, stop: async () => {} } : await startTestServer();
  const database = await cloneDatabase(server.url);
  process.env.DATABASE_URL = database.appUrl;
  process.env.SPOOL_DIR = mkdtempSync(join(tmpdir(), "portal-spool-"));
  process.env.NODE_ENV = "test";
  process.env.CONVOSO_REQUESTS_PER_SECOND ??= "0";
  process.env.LOG_LEVEL ??= "silent";
  process.env.DATABASE_PATIENCE_SECONDS ??= "30"; // what a busy machine delays is not to be spooled
  ownersPool = await createPool(database.url, { maxPoolSize: 2 });
  after(async () => {
    await ownersPool?.end();
    const opened = await pool();
    if (opened.state().state === "ACTIVE") await opened.end();
    await database.drop();
    await server.stop();
    rmSync(process.env.SPOOL_DIR as string, { recursive: true, force: true });
  });
  return { url: database.url };
}
