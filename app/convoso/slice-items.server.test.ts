import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sliceItems } from "#app/convoso/slice-items.server.ts";

test("the items of a list are cut out of any JSON byte for byte", () => {
  const blanks = fc.constantFrom("", " ", "\n  ", "\t");
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), blanks, (items, other, blank) => {
      const texts = items.map((item) => JSON.stringify(item, null, blank === "" ? 0 : 2));
      const list = `[${blank}${texts.join(`${blank},${blank}`)}${blank}]`;
      const text = `${blank}{"other":${JSON.stringify(other)},${blank}"data" :${blank}{ "n":1,"results":${blank}${list}},"z":"]}\\\\\\""}`;
      JSON.parse(text);
      assert.deepEqual(
        sliceItems(text, ["data", "results"]).map(({ start, end }) => text.slice(start, end)),
        texts,
      );
    }),
  );
});

test("an answer that is nothing but the list is cut as well", () => {
  assert.deepEqual(sliceItems("[1, 2]", []), [
    { start: 1, end: 2 },
    { start: 4, end: 5 },
  ]);
});
