import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRange } from "#app/lib/parse-range.ts";

for (const [header, asked] of [
  ["bytes=0-", { first: 0, last: 9 }],
  ["bytes=0-0", { first: 0, last: 0 }],
  ["bytes=3-5", { first: 3, last: 5 }],
  ["Bytes = 3 - 99", { first: 3, last: 9 }],
  ["bytes=9-", { first: 9, last: 9 }],
  ["bytes=-4", { first: 6, last: 9 }],
  ["bytes=-99", { first: 0, last: 9 }],
  ["bytes=10-", "none"],
  ["bytes=10-12", "none"],
  ["bytes=-0", "none"],
  ["bytes=5-3", null],
  ["bytes=0-1,3-4", null],
  ["bytes=-", null],
  ["bytes=a-b", null],
  ["items=0-1", null],
  ["", null],
  [null, null],
] as const) {
  test(`of ten bytes, ${header} asks for ${JSON.stringify(asked)}`, () => {
    assert.deepEqual(parseRange(header, 10), asked);
  });
}

test("of nothing, no part can be sent", () => assert.equal(parseRange("bytes=0-", 0), "none"));
