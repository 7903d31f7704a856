import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { env } from "#app/env.server.ts";
import { describeEcho } from "#app/features/deliveries/describe-echo.server.ts";
import { NO_FIELD_MAPS } from "#app/features/ingest/field-maps.server.ts";
import { readDelivery } from "#app/features/ingest/read-delivery.server.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

process.env.DATABASE_URL = "postgres://portal@localhost/portal";
const SECRET = "the webhook secret";

const LONG = JSON.stringify({ call_id: "5", filler: "x".repeat(20_000) });
const echoOf = (body: string | Uint8Array, other: Parameters<typeof rawDelivery>[2] = {}) =>
  describeEcho(readDelivery(rawDelivery("echo", body, { sourceAddress: "203.0.113.7", ...other }), NO_FIELD_MAPS));

test("a long echo of a stranger shows only its beginning, and says that it was not read", () => {
  Object.assign(env(), { CONVOSO_WEBHOOK_SECRET: [SECRET] });
  const { body, is_body_cut, read_as, body_size } = echoOf(LONG);
  assert.deepEqual([body, is_body_cut, body_size], [LONG.slice(0, 16 * 1024), true, LONG.length]);
  assert.match(JSON.stringify(read_as), /reads at most 16384 bytes from an unknown sender/);
});

test("a short echo, one with the secret, and one from Convoso's addresses are read as both webhooks would", () => {
  Object.assign(env(), { CONVOSO_WEBHOOK_SECRET: [SECRET] });
  const query = new URLSearchParams({ key: SECRET });
  for (const echo of [echoOf('{"call_id":"5"}'), echoOf(LONG, { query }), echoOf(LONG, { isFromKnownSource: true })]) {
    assert.equal(echo.is_body_cut, undefined);
    assert.match(JSON.stringify(echo.read_as), /"call":\{"kind":"call".*"lead":\{"kind":/);
  }
});

test("without a secret for the webhooks everybody may deliver, and is still a stranger to the echo", () => {
  Object.assign(env(), { CONVOSO_WEBHOOK_SECRET: undefined });
  const { is_body_cut, would_be_accepted } = echoOf(LONG);
  assert.deepEqual([is_body_cut, would_be_accepted], [true, true]);
});

test("an echo of a stranger holds no secret either, in its text or in what it is read as", () => {
  const secret = "a secret that no hint mentions";
  Object.assign(env(), { CONVOSO_WEBHOOK_SECRET: [secret] });
  for (const filler of ["", "x".repeat(20_000)]) {
    const echo = echoOf(JSON.stringify({ call_id: "5", comments: secret, filler }));
    assert.deepEqual([echo.would_be_accepted, JSON.stringify(echo).includes(secret)], [false, false]);
  }
});

test("a compressed echo of a stranger is not read, however short it is, and one with the secret is", () => {
  Object.assign(env(), { CONVOSO_WEBHOOK_SECRET: [SECRET] });
  const packed = gzipSync(LONG);
  assert.ok(packed.length < 1_000);
  assert.match(JSON.stringify(echoOf(packed).read_as), /does not decompress the body of an unknown sender/);
  const query = new URLSearchParams({ key: SECRET });
  assert.match(JSON.stringify(echoOf(packed, { query }).read_as), /"call":\{"kind":"call"/);
});
