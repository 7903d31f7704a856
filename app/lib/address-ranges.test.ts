import assert from "node:assert/strict";
import { test } from "node:test";
import { isInRanges, parseAddressRanges } from "#app/lib/address-ranges.server.ts";

test("addresses are told in and out of ranges, whichever way they are written", () => {
  const ranges = parseAddressRanges(["66.85.240.0/21", "203.0.113.9", "2001:db8::/32"]);
  const inside = ["66.85.240.0", "66.85.247.255", "::ffff:66.85.241.7", "203.0.113.9", "2001:db8:5::1"];
  const outside = ["66.85.248.0", "66.85.239.255", "::ffff:66.85.248.1", "203.0.113.8", "2001:db9::1", "", "somewhere"];
  for (const address of inside) assert.equal(isInRanges(ranges, address), true, address);
  for (const address of outside) assert.equal(isInRanges(ranges, address), false, address);
});

test("an invalid range is refused and named", () => {
  for (const wrong of ["66.85.240.0/33", "66.85.240/21", "convoso.com", "1.2.3.4/", "::1/129", ""]) {
    assert.throws(
      () => parseAddressRanges([wrong]),
      ({ message }: Error) => message.includes(`“${wrong}”`),
    );
  }
});
