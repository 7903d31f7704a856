import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { sql } from "slonik";
import { z } from "zod";
import { QUEUE_VERSION } from "#app/db/connection/install-job-queue.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { cloneDatabase } from "#test/clone-database.ts";
import { createTestDatabase } from "#test/database.ts";

const { url } = await createTestDatabase();

test("the pool of a test file leads to its own database, with our tables and the job queue", async () => {
  const db = await pool();
  const found = await db.one(sql.type(z.object({ database: z.string(), calls: z.string(), queue: z.string() }))`
    select current_database() as database, to_regclass('calls')::text as calls,
      to_regproc('graphile_worker.add_job')::text as queue`);
  assert.equal(`/${found.database}`, new URL(url).pathname);
  assert.deepEqual([found.calls, found.queue], ["calls", "graphile_worker.add_job"]);
});

test("each database is separate", async () => {
  const db = await pool();
  await db.query(sql.unsafe`insert into agents (agent_id) values ('A1')`);
  const other = await cloneDatabase(url);
  const client = new pg.Client(other.url);
  try {
    await client.connect();
    assert.equal((await client.query("select from agents")).rowCount, 0);
  } finally {
    await client.end();
    await other.drop();
  }
});

test("a queue counts as up to date once the last migration that graphile-worker brings along has run", async () => {
  const db = await pool();
  const last = await db.oneFirst(
    sql.type(z.object({ max: z.number() }))`select max(id) from graphile_worker.migrations`,
  );
  assert.equal(QUEUE_VERSION, last);
});
