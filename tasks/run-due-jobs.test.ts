import assert from "node:assert/strict";
import { after, test } from "node:test";
import { parseCrontab } from "graphile-worker";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { CRONTAB } from "#tasks/crontab.ts";
import { runDueJobs } from "#tasks/run-due-jobs.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

const convoso = await startSimulator();
after(() => convoso.stop());
process.env.RECORDING_DELAY_SECONDS = "0";
process.env.LEDGER_CHECK_SECONDS = "off";
process.env.CONVOSO_API_URL = convoso.apiUrl;
process.env.CONVOSO_AUTH_TOKEN = convoso.authToken;
await createTestDatabase();
const db = await pool();

const stateOf = (callId: string) =>
  db.oneFirst(
    sql.type(z.object({ state: z.string() }))`select state from pending_recordings where call_id = ${callId}`,
  );

test("due jobs run, and the rest runs at the next call", async () => {
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  await receiveDelivery(rawDelivery("call", { call_log_id: call.id, status: "SALE", length_in_sec: "60" }));
  assert.equal((await runDueJobs(0)).isComplete, false);
  const { failed, isComplete } = await runDueJobs();
  assert.deepEqual({ failed, isComplete }, { failed: 0, isComplete: true });
  assert.equal(await stateOf(call.id), "found");
});

test("jobs of the crontab that were missed run at the next call", async () => {
  const known = sql.fragment`graphile_worker._private_known_crontabs`;
  await owner().query(sql.unsafe`
    update ${known} set known_since = now() - interval '1 hour', last_execution = null`);
  const before = new Date(Date.now() - 61_000);
  const { failed, isComplete } = await runDueJobs();
  assert.deepEqual({ failed, isComplete }, { failed: 0, isComplete: true });
  const everyMinute = parseCrontab(CRONTAB).filter(({ options }) => options.backfillPeriod === 60_000);
  const ran = await db.anyFirst(sql.type(z.object({ identifier: z.string() }))`
    select identifier from ${known} where last_execution > ${before.toISOString()}`);
  for (const { identifier } of everyMinute) assert.ok(ran.includes(identifier), identifier);
});

test("no line of the crontab is lost where nothing runs at its minute", () => {
  const items = parseCrontab(CRONTAB);
  assert.ok(items.length > 15);
  for (const { identifier, options } of items) assert.ok(options.backfillPeriod >= 60_000, identifier);
});
