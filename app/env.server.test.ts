import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEnv } from "#app/env.server.ts";

const DATABASE_URL = "postgres://portal@localhost/portal";
const secretsOf = (CONVOSO_WEBHOOK_SECRET?: string) =>
  parseEnv({ DATABASE_URL, CONVOSO_WEBHOOK_SECRET }).CONVOSO_WEBHOOK_SECRET;

test("commas separate webhook secrets, so that two can be right while one is replaced", () => {
  assert.equal(secretsOf(), undefined);
  assert.equal(secretsOf("  "), undefined);
  assert.deepEqual(secretsOf("your-webhook-secret"), ["your-webhook-secret"], "the guide's own");
  assert.deepEqual(secretsOf(" the new secret , the old secret,"), ["the new secret", "the old secret"]);
});

test("commas alone never open the webhooks to everybody, and part of a secret with a comma is no secret", () => {
  assert.throws(() => secretsOf(","), /it contains no secret/);
  assert.throws(
    () => secretsOf("a,long enough alone"),
    ({ message }: Error) => /at least 8 characters/.test(message) && !message.includes("long enough"),
  );
});

test("a webhook secret that can be guessed stops the start, and is not shown", () => {
  for (const short of ["§", "s3cret", "1234567"]) {
    assert.throws(
      () => secretsOf(short),
      ({ message }: Error) => /CONVOSO_WEBHOOK_SECRET is wrong.*at least 8/.test(message) && !message.includes(short),
    );
  }
});

test("a wrong source range stops the start by name", () => {
  const parse = (CONVOSO_SOURCE_RANGES: string) => parseEnv({ DATABASE_URL, CONVOSO_SOURCE_RANGES });
  assert.deepEqual(parse("66.85.240.0/21, 203.0.113.7").CONVOSO_SOURCE_RANGES, ["66.85.240.0/21", "203.0.113.7"]);
  assert.throws(() => parse("66.85.240.0/99"), /CONVOSO_SOURCE_RANGES is wrong/);
});

test("a number that is none, or out of range, is told in words", () => {
  const parse = (PORT: string) => parseEnv({ DATABASE_URL: "postgres://a@b/c", PORT });
  assert.throws(() => parse("abc"), /PORT is wrong: write a number\n/);
  assert.throws(() => parse("80.5"), /PORT is wrong: write a whole number\n/);
  assert.throws(() => parse("-1"), /PORT is wrong: the least is 0\n/);
  assert.throws(() => parse("65536"), /PORT is wrong: the most is 65535\n/);
});

test("TRUST_PROXY counts proxies, and still takes words", () => {
  const parse = (TRUST_PROXY: string) => parseEnv({ DATABASE_URL, TRUST_PROXY }).TRUST_PROXY;
  assert.deepEqual(["0", "1", "2", "true", "false"].map(parse), [0, 1, 2, 1, 0]);
  assert.throws(() => parse("yes"), /how many proxies/);
});

test("the address of the database may name several servers, and only what the portal can do with them", () => {
  const parse = (url: string) => parseEnv({ DATABASE_URL: url }).DATABASE_URL;
  const several =
    "postgres://portal:secret@one:5432,two:5433/portal?target_session_attrs=read-write&sslmode=verify-full";
  assert.equal(parse(several), several);
  const faults = {
    "mysql://portal:secret@one/portal": /write it as postgres:/,
    "postgres://portal:secret@one:x,two/portal": /several servers as host1:port,host2:port/,
    "postgres://portal:secret@one/portal?sslmode=on": /sslmode is one of disable/,
    "postgres://portal:secret@one,two/portal?target_session_attrs=standby": /must be read-write/,
  };
  for (const [url, fault] of Object.entries(faults)) {
    assert.throws(
      () => parse(url),
      ({ message }: Error) => fault.test(message) && !message.includes("secret"),
      url,
    );
  }
});

test("certificates that are not there stop the start by name", () => {
  const parse = (DATABASE_CA: string) => parseEnv({ DATABASE_URL, DATABASE_CA }).DATABASE_CA;
  for (const wrong of ["/no/such/file.pem", "package.json", "-----BEGIN"])
    assert.throws(() => parse(wrong), /DATABASE_CA is wrong: write the PEM text/);
  const pem = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----";
  assert.deepEqual([pem, pem.replaceAll("\n", "\\n")].map(parse), [pem, pem]);
});
