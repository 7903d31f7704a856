import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDate } from "#app/convoso/parse-date.server.ts";

const LA = "America/Los_Angeles";
const read = (text: string, zone = LA) => parseDate(text, zone).at?.toISOString() ?? null;

test("a local time is read by the zone's rules of that day, not of today", () => {
  assert.equal(read("2024-01-15 12:00:00"), "2024-01-15T20:00:00.000Z");
  assert.equal(read("2024-07-15 12:00:00"), "2024-07-15T19:00:00.000Z");
  assert.equal(read("2024-07-15 12:00:00", "America/New_York"), "2024-07-15T16:00:00.000Z");
});

test("a local time that spring skips is read as one hour later", () => {
  assert.equal(read("2024-03-10 02:30:00"), read("2024-03-10 03:30:00"));
  assert.equal(read("2024-03-10 03:30:00"), "2024-03-10T10:30:00.000Z");
  assert.equal(read("2024-03-10 01:59:59"), "2024-03-10T09:59:59.000Z");
});

test("a local time that autumn repeats is the first of the two, in every format and every season of the server", (t) => {
  for (const now of ["2024-01-01T00:00:00Z", "2024-07-01T00:00:00Z"]) {
    t.mock.timers.enable({ apis: ["Date"], now: new Date(now) });
    for (const text of ["2024-11-03 01:30:00", "2024-11-03T01:30:00", "11/03/2024 1:30 am", "20241103013000"]) {
      assert.equal(read(text), "2024-11-03T08:30:00.000Z", `${text} read on ${now}`);
    }
    t.mock.timers.reset();
  }
});

test("a text with its own offset is that moment, also in the repeated hour", () => {
  assert.equal(read("2024-11-03T01:30:00-08:00"), "2024-11-03T09:30:00.000Z");
  assert.equal(read("1730626200"), "2024-11-03T09:30:00.000Z");
  assert.equal(read("1730626200000"), "2024-11-03T09:30:00.000Z");
});

test("the usual format, whose minutes are remembered, is read as one that is not", () => {
  for (const minute of [
    "2024-03-10 01:59",
    "2024-03-10 02:30",
    "2024-11-03 01:30",
    "2024-02-30 10:00",
    "2024-06-01T10:00",
  ]) {
    for (const seconds of ["00", "07", "59", "00"]) {
      assert.equal(read(`${minute}:${seconds}`), read(`${minute}:${seconds}.000`));
      assert.equal(read(`${minute}:${seconds}Z`), read(`${minute}:${seconds}.000Z`));
      assert.equal(read(`${minute}:${seconds}`, "Asia/Tokyo"), read(`${minute}:${seconds}.000`, "Asia/Tokyo"));
    }
  }
  assert.equal(read("2024-03-15 14:30:60"), null);
});

for (const [text, expected] of [
  ["03/15/2024 14:30:05", "2024-03-15T21:30:05.000Z"],
  ["3/5/2024, 9:05 AM", "2024-03-05T17:05:00.000Z"],
  ["03-15-2024 2:30:00 p.m.", "2024-03-15T21:30:00.000Z"],
  ["12/31/2023 12:00 am", "2023-12-31T08:00:00.000Z"],
  ["Mar 15, 2024 14:30", "2024-03-15T21:30:00.000Z"],
  ["Friday, March 15, 2024 at 2:30 pm", "2024-03-15T21:30:00.000Z"],
  ["15 Mar 2024", "2024-03-15T07:00:00.000Z"],
  ["2024-03-15 14:30:00.250", "2024-03-15T21:30:00.250Z"],
  ["2024-03-15 14:30:00 UTC", "2024-03-15T14:30:00.000Z"],
  [" 2024-03-15 ", "2024-03-15T07:00:00.000Z"],
] as const) {
  test(`“${text}” is read`, () => assert.equal(read(text), expected));
}

for (const text of [
  ...["0000-00-00 00:00:00", "0000-01-01", "1989-12-31 10:00:00", "2101-02-01", "+012024-01-01", "99999999999999"],
  ...["2024-02-30", "13/45/2024", "2024", "202403", "2024-W10", "0", "-1", "1e9", "soon", "12:30", ""],
  "9".repeat(5000),
]) {
  test(`“${text.slice(0, 30)}” is no date`, () => assert.equal(read(text), null));
}

test("a zone that does not exist yields no date instead of an error", () => {
  assert.equal(read("2024-03-15 14:30:00", "Mars/Olympus"), null);
});
