import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { beforeEach, test } from "node:test";
import { gzipSync } from "node:zlib";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rawDelivery } from "#test/raw-delivery.ts";
import { CALL, events, Row, receive } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();

beforeEach(() => emptyTables());

test("an unreadable or unusable delivery is refused with a reason, and kept for the admin", async () => {
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

test("a delivery to a wrong address is filed and told the right one, its body is kept only if the sender may deliver", async (t) => {
  const settings = env();
  t.after(() => Object.assign(settings, { CONVOSO_WEBHOOK_SECRET: undefined }));
  const path = "/api/webhooks/convoso-lead";
  const open = await receive("unknown", { lead_id: "7" }, { path });
  assert.deepEqual([open.verdict.status, open.verdict.outcome], [404, "invalid"]);
  assert.match(open.verdict.hint ?? "", /Did you mean \/api\/webhooks\/convoso-leads\?/);
  Object.assign(settings, { CONVOSO_WEBHOOK_SECRET: ["the webhook secret"] });
  await receive("unknown", { lead_id: "8" }, { path });
  assert.deepEqual(
    (await events()).map(({ endpoint, body, call_id, contact_id }) => [endpoint, body !== null, call_id, contact_id]),
    [
      ["unknown", true, null, null],
      ["unknown", false, null, null],
    ],
  );
  assert.deepEqual(
    (await events()).map(({ outcome }) => outcome),
    ["invalid", "refused"],
  );
});

test("deliveries of strangers without the secret are stored in samples, cut short, and without the values of their query", async (t) => {
  const settings = env();
  t.after(() => Object.assign(settings, { CONVOSO_WEBHOOK_SECRET: undefined }));
  Object.assign(settings, { CONVOSO_WEBHOOK_SECRET: ["the webhook secret"] });
  const send = (sourceAddress: string, isFromKnownSource = false) => {
    const query = new URLSearchParams({ phone_number: "2395550142" });
    const headers = new Headers({ "user-agent": "m".repeat(8_000), "x-filler": "f".repeat(8_000), cookie: "a=b" });
    return receiveDelivery(rawDelivery("call", CALL, { sourceAddress, isFromKnownSource, query, headers }));
  };
  const ofOne = await Promise.all(Array.from({ length: 120 }, () => send("203.0.113.7")));
  assert.equal(ofOne.filter((one) => one.isStored).length, 11, "the first ten, and the 100th");
  for (const one of ofOne) assert.equal("delivery" in one && one.delivery.verdict.status, 401);
  const filed = await events();
  assert.equal(filed.length, 11);
  for (const { query, headers, outcome } of filed) {
    assert.deepEqual([query, outcome], ["phone_number=", "refused"]);
    assert.deepEqual(headers, { "user-agent": "m".repeat(120) });
  }
  const ofMany = await Promise.all(Array.from({ length: 100 }, (_, nth) => send(`198.51.100.${nth}`)));
  const { length } = ofMany.filter((one) => one.isStored);
  assert.ok(length > 40 && length <= 49, `60 a minute of all strangers, and now ${length} of many`);
  const known = await Promise.all(Array.from({ length: 40 }, () => send("66.85.240.9", true)));
  assert.ok(
    known.every((one) => one.isStored),
    "all of what Convoso sends with a wrong secret",
  );
});

test("a secret under an unexpected name is stored nowhere, and the delivery is applied", async (t) => {
  const secret = "the +web/hook= secret";
  const settings = env();
  t.after(() => Object.assign(settings, { CONVOSO_WEBHOOK_SECRET: undefined }));
  Object.assign(settings, { CONVOSO_WEBHOOK_SECRET: [secret] });
  const query = new URLSearchParams({ key: secret, hook_key: secret, [secret]: "" });
  const body = { ...CALL, note: secret, link: `https://example.com/?key=${encodeURIComponent(secret)}` };
  const raw = rawDelivery("call", body, { query });
  raw.headers.set("x-key", secret);
  raw.headers.set("x-hook", Buffer.from(`convoso:${secret}`).toString("base64"));
  const received = await receiveDelivery(raw);
  assert.equal(received.isStored && received.verdict.status, 200);
  await receiveDelivery(rawDelivery("unknown", body, { path: `/api/webhooks/${secret}` }));
  const { rows: tables } = await db.query(sql.type(Row)`
    select query_to_xml('select * from calls', true, false, '')::text as calls,
      query_to_xml('select *, encode(body, ''escape'') as text from call_events', true, false, '')::text as events`);
  const text = JSON.stringify(tables);
  assert.match(text, /9001/);
  for (const spelling of [
    secret,
    encodeURIComponent(secret),
    "web/hook",
    "web%2Fhook",
    Buffer.from(`convoso:${secret}`).toString("base64"),
  ]) {
    assert.ok(!text.includes(spelling), spelling);
  }
});

test("a secret in a compressed body, or in one of another character set, is stored nowhere either", async (t) => {
  const secret = "the webhook secret";
  const settings = env();
  t.after(() => Object.assign(settings, { CONVOSO_WEBHOOK_SECRET: undefined }));
  Object.assign(settings, { CONVOSO_WEBHOOK_SECRET: [secret] });
  const body = JSON.stringify({ ...CALL, call_id: "packed", note: secret, campaign: "Zürich" });
  const sent: [string, Buffer, Record<string, string>][] = [
    ["gzip", gzipSync(body), { "content-encoding": "gzip" }],
    ["gzip that is not declared", gzipSync(body), {}],
    ["utf-16", Buffer.from(body, "utf16le"), { "content-type": "application/json; charset=utf-16le" }],
  ];
  for (const [what, bytes, headers] of sent) {
    await db.query(sql.unsafe`delete from calls`);
    const raw = rawDelivery("call", bytes, { query: new URLSearchParams({ key: secret }) });
    for (const [name, value] of Object.entries(headers)) raw.headers.set(name, value);
    const received = await receiveDelivery(raw);
    assert.equal(received.isStored && received.verdict.status, 200, what);
    const { call, sent } = await db.one(sql.type(z.object({ call: z.string(), sent: z.string() }))`
      select calls::text as call, convert_from(body, 'UTF8') || headers::text as sent
      from calls join call_events on call_events.id = calls.last_event_id`);
    assert.ok(call.includes("Zürich") && call.includes("[redacted]") && !call.includes(secret), what);
    assert.ok(sent.includes("[redacted]") && !sent.includes(secret), what);
    assert.ok(!sent.includes("content-encoding") && !sent.includes("utf-16"), what);
  }
});

test("values that PostgreSQL cannot store are repaired or refused, and never fail", async () => {
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
