import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration } from "#app/convoso/parse-duration.server.ts";

for (const [text, seconds] of [
  ...([
    ["0", 0],
    ["120", 120],
    [" 120 ", 120],
    ["120.7", 121],
    ["120 sec", 120],
    ["604800", 604800],
  ] as const),
  ...([
    ["00:02:00", 120],
    ["2:05", 125],
    ["1:00:00", 3600],
    ["90:00", 5400],
    ["02:05", 125],
    ["00:02:05.250", 125],
    ["120.0", 120],
    ["1,234", 1234],
    ["1h 2m 3s", 3723],
    ["1h2m", 3720],
    ["2 min", 120],
    ["2 minutes, 5 seconds", 125],
    ["1 hour and 5 mins", 3900],
    ["95s", 95],
    ["PT1M30S", 90],
    ["P1DT2H", 93600],
    ["1500 ms", 2],
    ["1.5 min", 90],
  ] as const),
  ...([
    ["-5", null],
    ["604801", null],
    ["999999999999", null],
    ["1e3", null],
    ["NaN", null],
    ["Infinity", null],
  ] as const),
  ...([
    ["abc", null],
    ["2:75", null],
    ["", null],
    ["1,2", null],
    ["12,34", null],
    ["1h 2x", null],
    ["m", null],
    ["PT", null],
    ["-00:05", null],
    ["1h -2m", null],
    ["9".repeat(400), null],
  ] as const),
] as const) {
  test(`“${text.slice(0, 20)}” is ${seconds === null ? "no length" : `${seconds} seconds`}`, () => {
    assert.equal(parseDuration(text), seconds);
  });
}
