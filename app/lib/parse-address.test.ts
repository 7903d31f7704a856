import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { networkOf, parseAddress } from "#app/lib/parse-address.server.ts";

test("an address is found in every spelling that proxies use", () => {
  const spellings: Record<string, string[]> = {
    "203.0.113.7": ["203.0.113.7", " 203.0.113.7:5123 ", "[203.0.113.7]:80", '"203.0.113.7"', "::ffff:203.0.113.7"],
    "2001:db8::7": ["2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:443", '"[2001:DB8:0:0::7]:443"', "2001:db8::7%eth0"],
  };
  for (const [address, all] of Object.entries(spellings)) {
    for (const spelling of all) assert.equal(parseAddress(spelling), address, spelling);
  }
  assert.equal(parseAddress("::ffff:cb00:7107"), "203.0.113.7");
  for (const none of ["", "unknown", "_hidden", "203.0.113", "203.0.113.7:http", "[203.0.113.7", "a:b", "1.2.3.4.5"]) {
    assert.equal(parseAddress(none), null, none);
  }
});

test("every text gives an address or null, and an address gives itself", () => {
  fc.assert(fc.property(fc.string(), (text) => typeof parseAddress(text) !== "undefined"));
  fc.assert(fc.property(fc.ipV4(), (address) => parseAddress(`${address}:1`) === address));
  fc.assert(fc.property(fc.ipV6(), (address) => parseAddress(`[${address}]:1`) === parseAddress(address)));
});

test("addresses of one /64 are one network, and IPv4 addresses in IPv6 are not", () => {
  assert.equal(networkOf("2001:db8:0:1::1"), networkOf("2001:db8:0:1:ffff::4"));
  assert.notEqual(networkOf("2001:db8:0:1::1"), networkOf("2001:db8:0:2::1"));
  assert.notEqual(networkOf("::ffff:cb00:7107"), networkOf("::ffff:cb00:7108"));
  fc.assert(fc.property(fc.ipV6(), (address) => networkOf(address).length > 0));
});
