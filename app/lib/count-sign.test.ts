import assert from "node:assert/strict";
import { test } from "node:test";
import { countSign } from "#app/lib/count-sign.ts";

test("equal numbers of calls that are not the same ones are not called equal", () => {
  assert.equal(countSign({ there: 5, here: 5, isEqual: true }), "=");
  assert.equal(countSign({ there: 5, here: 5, isEqual: false }), "·");
  assert.equal(countSign({ there: 5, here: 4, isEqual: false }), "≠");
  assert.equal(countSign({ there: 5, here: null, isEqual: false }), "·");
});
