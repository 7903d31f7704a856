import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isNestedDeeper } from "#app/convoso/json-depth.server.ts";

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test("the depth of a JSON text is that of its value, whatever stands in its texts", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(7), (value, most) => {
      const sent = { text: '[[[{{{"\\', value: value as unknown };
      assert.equal(isNestedDeeper(JSON.stringify(sent), most), depthOf(sent) > most);
    }),
  );
});

test("a text that is nested without end is known as such from its beginning", () => {
  let read = 0;
  const charCodeAt = () => {
    read++;
    return "[".charCodeAt(0);
  };
  const endless = { length: 1_000_000, charCodeAt } as unknown as string;
  assert.equal(isNestedDeeper(endless, 32), true);
  assert.equal(read, 33);
});
