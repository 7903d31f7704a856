import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEnv } from "#app/env.server.ts";

const DATABASE_URL = "postgres://portal@localhost/portal";
const secretsOf = (CONVOSO_WEBHOOK_SECRET?: string) =>
  parseEnv({ DATABASE_URL, CONVOSO_WEBHOOK_SECRET }).CONVOSO_WEBHOOK_SECRET;

test("commas separate webhook secrets, so that two can be right while one is replaced", () => {
  assert.equal(secretsOf(), undefined);
  assert.equal(secretsOf("  "), undefined);
  assert.deepEqual(secretsOf("short"), ["short"]);
  assert.deepEqual(secretsOf(" the new secret , the old secret,"), ["the new secret", "the old secret"]);
});

test("commas alone never open the webhooks to everybody, and part of a secret with a comma is no secret", () => {
  assert.throws(() => secretsOf(","), /there is no secret in it/);
  assert.throws(
    () => secretsOf("a,long enough by itself"),
    ({ message }: Error) => /each needs at least 8/.test(message) && !message.includes("long enough"),
  );
});

test("a wrong source range stops the start by name", () => {
  const parse = (CONVOSO_SOURCE_RANGES: string) => parseEnv({ DATABASE_URL, CONVOSO_SOURCE_RANGES });
  assert.deepEqual(parse("66.85.240.0/21, 203.0.113.7").CONVOSO_SOURCE_RANGES, ["66.85.240.0/21", "203.0.113.7"]);
  assert.throws(() => parse("66.85.240.0/99"), /CONVOSO_SOURCE_RANGES is wrong/);
});

test("TRUST_PROXY counts proxies, and still takes words", () => {
  const parse = (TRUST_PROXY: string) => parseEnv({ DATABASE_URL, TRUST_PROXY }).TRUST_PROXY;
  assert.deepEqual(["0", "1", "2", "true", "false"].map(parse), [0, 1, 2, 1, 0]);
  assert.throws(() => parse("yes"), /how many proxies/);
});
