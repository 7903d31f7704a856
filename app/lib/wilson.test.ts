import assert from "node:assert/strict";
import { test } from "node:test";
import { wilson } from "./wilson.ts";

const percent = ({ low, high }: { low: number; high: number }) => [low, high].map((part) => (part * 100).toFixed(1));

test("the interval is Wilson's: published values for 10 of 100, none of 20 and all of 5", () => {
  assert.deepEqual(percent(wilson(10, 100)), ["5.5", "17.4"]);
  assert.deepEqual(percent(wilson(0, 20)), ["0.0", "16.1"]);
  assert.deepEqual(percent(wilson(5, 5)), ["56.6", "100.0"]);
});
