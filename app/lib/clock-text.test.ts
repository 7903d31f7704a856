import assert from "node:assert/strict";
import { test } from "node:test";
import { readClock, showClock } from "#app/lib/clock-text.ts";

test("a time of day is read by either clock, as people type it", () => {
  const read = {
    "14:05": "14:05",
    "2:05 PM": "14:05",
    "2 pm": "14:00",
    "12am": "00:00",
    "12:30 p.m.": "12:30",
    "7:05:09": "07:05:09",
    "00:00": "00:00",
  };
  for (const [typed, clock] of Object.entries(read)) assert.equal(readClock(typed), clock, typed);
  for (const typed of ["", "noon", "24:00", "13 pm", "0 am", "7:60", "14", "7:5"])
    assert.equal(readClock(typed), null, typed);
});

test("what is shown by either clock is read as the same time", () => {
  for (const clock of ["00:00", "00:59", "09:05", "12:00", "12:01:30", "23:59:59"]) {
    for (const hours of ["12", "24"] as const) assert.equal(readClock(showClock(clock, hours)), clock);
  }
  assert.equal(showClock("14:05", "12"), "2:05 PM");
  assert.equal(showClock("14:05", "24"), "14:05");
});
