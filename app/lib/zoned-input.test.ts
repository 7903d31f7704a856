import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromZonedInput, toInputValue, toZonedInput } from "#app/lib/zoned-input.ts";

const ZONE = "America/Los_Angeles";

test("a moment is shown in the zone, with seconds only where there are any", () => {
  assert.equal(toZonedInput(new Date("2026-11-22T08:00:00Z"), ZONE), "2026-11-22T00:00");
  assert.equal(toZonedInput(new Date("2026-07-01T21:05:09Z"), ZONE), "2026-07-01T14:05:09");
});

const show = (text: string, edge: "start" | "end" = "start", timeZone = ZONE) =>
  toInputValue(text, { timeZone, zoneOfText: ZONE, edge });

test("a time with an offset is turned into the zone, one without stays as it was typed", () => {
  assert.equal(show("2026-11-22T14:00:00+02:00"), "2026-11-22T04:00");
  assert.equal(show("2026-11-22T14:00"), "2026-11-22T14:00");
});

test("a time of a link is shown in the zone of the viewer", () => {
  assert.equal(show("2026-11-22T14:00", "start", "America/New_York"), "2026-11-22T17:00");
  assert.equal(show("2026-11-22", "end", "America/New_York"), "2026-11-23T03:00");
});

test("a day is the midnight that it begins or ends with", () => {
  assert.equal(show("2026-02-28", "start"), "2026-02-28T00:00");
  assert.equal(show("2026-02-28", "end"), "2026-03-01T00:00");
});

test("nonsense does no harm", () => {
  assert.equal(show("2026-99-99", "end"), "");
  assert.equal(show("TZ"), "TZ");
  for (const text of ["0000-01-01", "0001-01-01T00:00", "9999-12-31", "-000001-01-01T00:00", "+275760-09-12T00:00"]) {
    assert.equal(String(fromZonedInput(text, ZONE, "end")), "Invalid Date", text);
  }
});

test("a local time is the moment that the zone's clock shows, also in zones with quarters of an hour", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("1972-01-01"), max: new Date("2199-12-31"), noInvalidDate: true }),
      fc.constantFrom(ZONE, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC"),
      (at, zone) => {
        const local = toZonedInput(at, zone);
        const [first, last] = (["start", "end"] as const).map((edge) => fromZonedInput(local, zone, edge));
        const whole = Math.floor(+at / 1000) * 1000;
        assert.ok([+(first as Date), +(last as Date)].includes(whole), `${at.toISOString()} ${zone}`);
        assert.equal(toZonedInput(first as Date, zone), local);
        assert.equal(toZonedInput(last as Date, zone), local);
      },
    ),
  );
});
