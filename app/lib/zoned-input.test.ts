import assert from "node:assert/strict";
import { test } from "node:test";
import { toInputValue, toZonedInput } from "#app/lib/zoned-input.ts";

const ZONE = "America/Los_Angeles";

test("a moment is shown in the zone, with seconds only where there are any", () => {
  assert.equal(toZonedInput(new Date("2026-11-22T08:00:00Z"), ZONE), "2026-11-22T00:00");
  assert.equal(toZonedInput(new Date("2026-07-01T21:05:09Z"), ZONE), "2026-07-01T14:05:09");
});

test("a time with an offset is turned into the zone, one without stays as it was typed", () => {
  assert.equal(toInputValue("2026-11-22T14:00:00+02:00", ZONE, "start"), "2026-11-22T04:00");
  assert.equal(toInputValue("2026-11-22T14:00", ZONE, "start"), "2026-11-22T14:00");
});

test("a day is the midnight that it begins or ends with", () => {
  assert.equal(toInputValue("2026-02-28", ZONE, "start"), "2026-02-28T00:00");
  assert.equal(toInputValue("2026-02-28", ZONE, "end"), "2026-03-01T00:00");
});

test("nonsense does no harm", () => {
  assert.equal(toInputValue("2026-99-99", ZONE, "end"), "");
  assert.equal(toInputValue("TZ", ZONE, "start"), "TZ");
});
