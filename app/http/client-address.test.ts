import assert from "node:assert/strict";
import { test } from "node:test";
import { clientAddress } from "#app/http/client-address.server.ts";
import { limitSource } from "#app/http/limit-source.server.ts";

process.env.DATABASE_URL = "postgres://portal@localhost/portal";
process.env.TRUST_PROXY = "1";
process.env.WEBHOOK_RATE_PER_MINUTE = "3";

const from = (forwarded?: string) => {
  const headers = new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded });
  return clientAddress(new Request("http://portal.test/", { headers }), { clientAddress: "10.0.0.1" });
};

test("behind a proxy the address is what the proxy saw, not what the sender wrote before it", () => {
  assert.equal(from("203.0.113.7"), "203.0.113.7");
  assert.equal(from("66.85.240.1, 203.0.113.7"), "203.0.113.7");
  assert.equal(from("203.0.113.7:5123"), "203.0.113.7");
  assert.equal(from("2001:db8::7"), "2001:db8::7");
  assert.equal(from("[2001:db8::7]:5123"), "2001:db8::7");
  assert.equal(from("somebody"), null, "and not the proxy, which has no limits");
  assert.equal(from(), "10.0.0.1");
});

const send = (address: string | null, times: number) =>
  Promise.all(Array.from({ length: times }, () => limitSource(address)));

test("a source beyond its limit is told to wait, and the others are not", async () => {
  const answers = await send("203.0.113.7", 5);
  assert.deepEqual(
    answers.map((over) => over?.nth ?? null),
    [null, null, null, 1, 2],
  );
  assert.ok(answers.every((over) => !over || (over.retryAfterSeconds >= 1 && over.retryAfterSeconds <= 60)));
  assert.deepEqual(await send("203.0.113.8", 3), [null, null, null]);
});

test("addresses of one IPv6 network count as one source", async () => {
  for (const address of ["2001:db8:0:1::1", "2001:db8:0:1:5::2", "2001:db8:0:1::3"]) await limitSource(address);
  assert.equal((await limitSource("2001:db8:0:1:ffff::4"))?.nth, 1);
  assert.equal(await limitSource("2001:db8:0:2::1"), null);
});

test("all whose address is unknown are limited as one source", async () => {
  assert.equal((await send(null, 4)).at(-1)?.nth, 1);
});

test("Convoso's range, this machine and private addresses have no limit", async () => {
  for (const free of ["66.85.247.9", "::ffff:66.85.240.1", "127.0.0.1", "::1", "10.1.2.3", "192.168.1.1"]) {
    assert.deepEqual(new Set(await send(free, 50)), new Set([null]), String(free));
  }
});
