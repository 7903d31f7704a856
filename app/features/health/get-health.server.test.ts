import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { v7 as uuidv7 } from "uuid";
import { env } from "#app/env.server.ts";
import { getHealth } from "#app/features/health/get-health.server.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();

test("a file of the spool that was put aside as damaged is told until somebody takes it away", async () => {
  assert.equal((await getHealth()).spool, undefined, "nothing to tell");
  const { SPOOL_DIR } = env();
  mkdirSync(SPOOL_DIR, { recursive: true });
  writeFileSync(join(SPOOL_DIR, `${uuidv7()}.damaged`), "what the disk made of it");
  const { ok, spool } = await getHealth();
  assert.equal(ok, true);
  assert.deepEqual([spool?.damagedFiles, spool?.waiting, spool?.fault], [1, 0, null]);
});
