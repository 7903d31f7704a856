import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const { env } = await import("#app/env.server.ts");
const { endReadiness, getReadiness } = await import("#app/features/health/readiness.server.ts");

test("a process is ready while the database or its spool takes deliveries, and not once it stops", async () => {
  assert.deepEqual(await getReadiness(), { ready: true });

  const there = env().DATABASE_URL;
  assert.equal(there, process.env.DATABASE_URL);
  env().DATABASE_URL = "postgres://nobody@127.0.0.1:1/nowhere";
  assert.deepEqual(await getReadiness(), { ready: true }, "the spool takes them");

  const folder = env().SPOOL_DIR;
  const file = join(mkdtempSync(`${folder}-`), "no-folder");
  writeFileSync(file, "");
  env().SPOOL_DIR = file;
  const refused = await getReadiness();
  assert.ok(!refused.ready);
  assert.match(refused.reason, /database cannot be reached.*spool/);

  env().DATABASE_URL = there;
  assert.deepEqual(await getReadiness(), { ready: true }, "the database takes them");
  env().SPOOL_DIR = folder;

  endReadiness();
  assert.deepEqual(await getReadiness(), { ready: false, reason: "This process is stopping." });
});
