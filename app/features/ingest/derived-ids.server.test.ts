import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { z } from "zod";
import { deriveCallId } from "#app/convoso/derive-call-id.server.ts";
import { isDatabaseKnownAway, noteDatabaseAway } from "#app/db/connection/database-circuit.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { drainSpool } from "#app/features/spool/drain-spool.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { isDigestKeyKnown, setDigestKey } from "#app/lib/keyed-digest.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";
import { receive } from "#test/receiving.ts";

await createTestDatabase();
const CALL = { lead_id: "L1", phone_number: "2135550123", start_time: "2026-01-05 10:00:00", length_in_sec: 30 };
const identity = { leadId: "L1", phone: "+12135550123", start: new Date("2026-01-05T18:00:00Z"), seconds: 30 };

async function callIds(): Promise<readonly string[]> {
  const db = await pool();
  return db.anyFirst(sql.type(z.object({ id: z.string() }))`select call_id as id from calls`);
}

test("a call without an id that waited in the spool before the key was known gets the id of every later copy", async () => {
  assert.equal(isDigestKeyKnown(), false);
  noteDatabaseAway();
  assert.equal((await receiveDelivery(rawDelivery("call", CALL))).isStored, false);
  await drainSpool();
  while (isDatabaseKnownAway()) await sleep(50);
  assert.ok(isDigestKeyKnown());
  await receive("call", CALL);
  assert.deepEqual(await callIds(), [deriveCallId(identity, [])]);
});

test("nobody can recompute a derived id from the lead, phone, start and length without the key", async () => {
  const said = JSON.stringify(["L1", "+12135550123", identity.start.getTime(), 30]);
  const [id = ""] = await callIds();
  assert.ok(!createHash("sha256").update(said).digest("hex").startsWith(id.slice("derived:".length)));
  setDigestKey(Buffer.alloc(32, 1));
  const elsewhere = deriveCallId(identity, []);
  assert.notEqual(elsewhere, id);
  assert.match(elsewhere, /^derived:[\da-f]{32}$/);
});

test("neither table holds a digest of what somebody sent", async () => {
  const db = await pool();
  const columns = await db.anyFirst(sql.type(z.object({ name: z.string() }))`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_name in ('call_events', 'calls', 'contacts') and column_name ~ 'sha256|digest|hash'`);
  assert.deepEqual(columns, []);
});
