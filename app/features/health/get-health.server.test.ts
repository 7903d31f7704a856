import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "slonik";
import { v7 as uuidv7 } from "uuid";
import { env } from "#app/env.server.ts";
import { getHealth } from "#app/features/health/get-health.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();

test("the rows are told as they are, with every delivery at once", async () => {
  const stats = async () => {
    const health = await getHealth();
    return health.ok && health.stats;
  };
  assert.deepEqual(await stats(), { calls: 0, agents: 0, events: 0 });
  await receiveDelivery(rawDelivery("call", { call_id: "c1", agent_id: "7", agent_name: "Ann" }));
  await receiveDelivery(rawDelivery("call", { call_id: "c1", agent_id: "7", disposition: "SALE" }));
  await receiveDelivery(rawDelivery("lead", { lead_id: "L1" }));
  assert.deepEqual(await stats(), { calls: 1, agents: 1, events: 3 });
});

test("a file of the spool that was put aside as damaged is told until somebody takes it away", async () => {
  assert.equal((await getHealth()).spool, undefined, "nothing to tell");
  const { SPOOL_DIR } = env();
  mkdirSync(SPOOL_DIR, { recursive: true });
  writeFileSync(join(SPOOL_DIR, `${uuidv7()}.damaged`), "what the disk made of it");
  const { ok, spool } = await getHealth();
  assert.equal(ok, true);
  assert.deepEqual([spool?.damagedFiles, spool?.waiting, spool?.fault], [1, 0, null]);
});

test("the answer says that tables are missing, and not that the database cannot be reached", async () => {
  await owner().query(sql.unsafe`alter table agents rename to agents_to_come`);
  const before = await getHealth();
  await owner().query(sql.unsafe`alter table agents_to_come rename to agents`);
  assert.match(before.ok ? "" : before.reason, /^The tables of the database are not ready: /);
  assert.equal((await getHealth()).ok, true);
});
