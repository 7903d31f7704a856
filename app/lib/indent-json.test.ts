import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { indentJson } from "#app/lib/indent-json.ts";

test("any object or array is laid out as JSON.stringify would do it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.object(), fc.array(fc.jsonValue())), (value) => {
      const json = JSON.stringify(value);
      assert.equal(indentJson(json), JSON.stringify(JSON.parse(json), null, 2));
    }),
  );
});

test("tokens are kept as sent: large numbers, repeated keys, escapes", () => {
  assert.equal(
    indentJson(String.raw`{"id":12345678901234567890, "a" :1,"a":"\u0041{,\"" , "none":[ ]}`),
    String.raw`{
  "id": 12345678901234567890,
  "a": 1,
  "a": "\u0041{,\"",
  "none": []
}`,
  );
});

test("a text that is not an object or array stays unchanged", () => {
  for (const text of ["", "42", "phone=1&x=2", "{broken"]) assert.equal(indentJson(text), null);
});
