import assert from "node:assert/strict";
import { test } from "node:test";
import { findRise } from "#app/lib/find-rise.ts";

const parts = (...shares: [without: number, calls: number][]) => shares.map(([without, calls]) => ({ without, calls }));

test("a rise is found where it begins, whatever single parts say", () => {
  assert.equal(findRise(parts([0, 40], [2, 50], [1, 30], [50, 50], [20, 20], [29, 30])), 3);
  assert.equal(findRise(parts([0, 40], [9, 10], [0, 400], [3, 4], [50, 51])), 3);
  assert.equal(findRise(parts([0, 40], [20, 20])), 1);
});

test("a rise that was always there begins with the first part", () => {
  assert.equal(findRise(parts([10, 10], [20, 20])), 0);
  assert.equal(findRise(parts([0, 10], [0, 20])), 0);
  assert.equal(findRise([]), 0);
});
