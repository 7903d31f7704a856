import assert from "node:assert/strict";
import { test } from "node:test";
import { formatClock, formatDay, formatFullTime, formatRelative, formatTime, zoneName } from "#app/lib/format-time.ts";

const losAngeles = "America/Los_Angeles";
const now = new Date("2026-11-22T20:00:00Z"); // noon there

test("a time of the same day shows only the clock, in the account's zone", () => {
  assert.equal(formatTime(new Date("2026-11-22T08:03:09Z"), losAngeles, now), "00:03:09");
});

test("the day is the zone's own: an hour before local midnight is yesterday", () => {
  assert.equal(formatTime(new Date("2026-11-22T07:00:00Z"), losAngeles, now), "Nov 21, 23:00:00");
});

test("another year is named", () => {
  assert.equal(formatTime(new Date("2025-12-31T20:00:00Z"), losAngeles, now), "Dec 31, 2025, 12:00:00");
});

test("the full form names the zone as it was on that day", () => {
  assert.equal(formatFullTime(new Date("2026-07-01T19:00:00Z"), losAngeles), "Jul 1, 2026, 12:00:00 PDT");
  assert.equal(zoneName(now, losAngeles), "PST");
});

test("distances are rounded down to one unit, in both directions", () => {
  const ago = (seconds: number) => formatRelative(new Date(now.getTime() - seconds * 1000), now);
  assert.deepEqual([2, 59, 119, 7199, 86_400 * 3].map(ago), [
    "just now",
    "59 s ago",
    "1 min ago",
    "1 h ago",
    "3 d ago",
  ]);
  assert.equal(ago(-130), "in 2 min");
});

test("a line of time says the day once, in the zone's own days", () => {
  const at = new Date("2026-11-22T07:00:05Z");
  assert.deepEqual([formatDay(at, losAngeles), formatClock(at, losAngeles)], ["Sat, Nov 21, 2026", "23:00:05"]);
});
