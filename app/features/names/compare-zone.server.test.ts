import assert from "node:assert/strict";
import { test } from "node:test";
import { compareZone } from "#app/features/names/compare-zone.server.ts";

const pacific = ["2016-11-17T10:54:21-08:00", "2024-07-01T09:00:00-07:00"];

test("offsets of the configured zone agree with it, in summer and in winter", () => {
  assert.deepEqual(compareZone(pacific, "America/Los_Angeles"), {
    zone: "America/Los_Angeles",
    agree: 2,
    differ: 0,
    example: null,
    fitting: [],
  });
});

test("offsets of another zone are told, with the zones that they fit", () => {
  const check = compareZone(pacific, "America/New_York");
  assert.deepEqual([check?.agree, check?.differ, check?.example], [0, 2, pacific[1]]);
  assert.deepEqual(check?.fitting, ["America/Los_Angeles"]);
  assert.deepEqual(compareZone(["2024-01-01T09:00:00-07:00"], "America/New_York")?.fitting, [
    "America/Denver",
    "America/Phoenix",
  ]);
});

test("a fixed offset all the year is no zone with summer time", () => {
  const fixed = ["2024-01-01T09:00:00-08:00", "2024-07-01T09:00:00-08:00"];
  const check = compareZone(fixed, "America/Los_Angeles");
  assert.deepEqual([check?.agree, check?.differ, check?.fitting], [1, 1, []]);
});

test("without any offset nothing is said", () => {
  assert.equal(compareZone([], "America/Los_Angeles"), null);
});
