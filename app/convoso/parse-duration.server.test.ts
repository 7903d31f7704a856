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
    ["1,200", null],
    ["9".repeat(400), null],
  ] as const),
] as const) {
  test(`“${text.slice(0, 20)}” is ${seconds === null ? "no length" : `${seconds} seconds`}`, () => {
    assert.equal(parseDuration(text), seconds);
  });
}
