import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { beforeEach, test } from "node:test";
import { pool } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rawDelivery } from "#test/raw-delivery.ts";
import { CALL, events, receive } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();

beforeEach(() => emptyTables(db));

test("what cannot be read or used is refused with a reason, and kept for the admin", async () => {
  assert.equal((await receive("call", "{broken")).verdict.status, 400);
  assert.equal((await receive("call", { nothing: "known" })).verdict.status, 422);
  assert.equal((await receive("call", CALL, { method: "GET" })).verdict.status, 405);
  const tooLarge = { ...rawDelivery("call", ""), body: null, bodySize: 2_000_000 };
  const received = await receiveDelivery(tooLarge);
  assert.equal(received.isStored && received.verdict.status, 413);
  const filed = await events();
  assert.deepEqual(
    filed.map(({ http_status, outcome }) => [http_status, outcome]),
    [
      [400, "invalid"],
      [422, "invalid"],
      [405, "invalid"],
      [413, "invalid"],
    ],
  );
  assert.equal(Buffer.from(filed[0]?.body as Uint8Array).toString(), "{broken");
  assert.ok(filed.every(({ error }) => error));
});

test("without the secret a delivery is refused and filed without its body; a right signature or secret opens", async (t) => {
  const secret = "the webhook secret";
  const settings = env();
  Object.assign(settings, { CONVOSO_WEBHOOK_SECRET: [secret] });
  t.after(() => Object.assign(settings, { CONVOSO_WEBHOOK_SECRET: undefined }));
  const refused = await receiveDelivery(rawDelivery("call", CALL));
  assert.equal(refused.isStored && refused.verdict.status, 401);
  const [event] = await events();
  assert.deepEqual([event?.outcome, event?.body], ["refused", null]);
  const body = JSON.stringify(CALL);
  const raw = rawDelivery("call", body);
  raw.headers.set("x-convoso-signature", `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const accepted = await receiveDelivery(raw);
  assert.equal(accepted.isStored && accepted.verdict.status, 200);
  const byQuery = await receiveDelivery(rawDelivery("call", CALL, { query: new URLSearchParams({ key: secret }) }));
  assert.equal(byQuery.isStored && byQuery.verdict.status, 200);
  assert.ok(!JSON.stringify(await events()).includes(secret));
});

test("what PostgreSQL cannot hold is mended or refused, never a failure", async () => {
  const traps = [
    '{"call_id":"t1","agent_name":"a\\u0000b","duration":5}',
    '{"call_id":"t2","agent_name":"\\ud800","x\\ud800y":"\\udfff","duration":5}',
    '{"call_id":"t3","duration":99999999999999999999}',
    '{"call_id":"t4","started_at":"0000-00-00 00:00:00","duration":1e308}',
    '{"call_id":"t5","nested":{"a":{"b":["\\u0000"]}},"duration":-5}',
    `{"call_id":"${"9".repeat(5000)}","duration":5}`,
  ];
  for (const body of traps) {
    const { verdict } = await receive("call", body);
    assert.ok([200, 422].includes(verdict.status), `${body.slice(0, 60)} → ${verdict.status} ${verdict.error}`);
  }
  assert.equal((await events()).filter(({ outcome }) => outcome === "failed").length, 0);
});
