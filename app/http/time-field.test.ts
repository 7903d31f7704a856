import assert from "node:assert/strict";
import { test } from "node:test";
import { readQuery } from "#app/http/read-query.server.ts";
import { timeField } from "#app/http/time-field.server.ts";

const ZONE = "America/Los_Angeles";
const read = (from: string, to = "") =>
  readQuery(new Request(`http://portal.test/list?${new URLSearchParams({ from, to })}`), {
    from: timeField(ZONE),
    to: timeField(ZONE, "end"),
  });
const momentOf = (from: string) => read(from).values.from?.toISOString();

test("a time without an offset is one in the given zone, in summer as in winter", () => {
  assert.equal(momentOf("2026-11-22T14:05"), "2026-11-22T22:05:00.000Z");
  assert.equal(momentOf("2026-07-22T14:05:09"), "2026-07-22T21:05:09.000Z");
});

test("a time with an offset means itself, whatever the zone", () => {
  assert.equal(momentOf("2026-11-22T14:05:00Z"), "2026-11-22T14:05:00.000Z");
  assert.equal(momentOf("2026-11-22T14:05:00.250+02:00"), "2026-11-22T12:05:00.250Z");
});

test("from a day to the same day is that whole day, also when a clock is changed in it", () => {
  const { from, to } = read("2026-03-08", "2026-03-08").values;
  assert.deepEqual([from?.toISOString(), to?.toISOString()], ["2026-03-08T08:00:00.000Z", "2026-03-09T07:00:00.000Z"]);
});

test("a time of which `to` names the minute is not stretched to the end of its day", () => {
  assert.equal(read("", "2026-11-22T00:00").values.to?.toISOString(), "2026-11-22T08:00:00.000Z");
});

test("a time in the hour that autumn repeats leaves no row out: from its first, to its second", () => {
  const { from, to } = read("2025-11-02T01:00", "2025-11-02T01:30").values;
  assert.deepEqual([from?.toISOString(), to?.toISOString()], ["2025-11-02T08:00:00.000Z", "2025-11-02T09:30:00.000Z"]);
  const around = read("2025-11-02T00:59", "2025-11-02T02:00").values;
  assert.deepEqual(
    [around.from?.toISOString(), around.to?.toISOString()],
    ["2025-11-02T07:59:00.000Z", "2025-11-02T10:00:00.000Z"],
  );
});

test("a time in the hour that spring skips leaves no row out either", () => {
  const { from, to } = read("2026-03-08T02:30", "2026-03-08T02:30").values;
  assert.deepEqual([from?.toISOString(), to?.toISOString()], ["2026-03-08T09:30:00.000Z", "2026-03-08T10:30:00.000Z"]);
});

test("an invalid or unreachable time is ignored and named; a blank is no time", () => {
  for (const text of ["yesterday", "2026-02-30", "2026-11-22T25:00", "0000-01-01", "9999-12-31T23:59-05:00", "2026"]) {
    assert.deepEqual([read(text).ignored, read(text).values.from], [["from"], undefined], text);
  }
  assert.deepEqual(read("").ignored, []);
});
