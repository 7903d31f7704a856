import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  accountHours,
  accountTime,
  halvesOf,
  isWithin,
  questionFor,
  startOfAccountDay,
} from "#app/convoso/account-hours.server.ts";

const WEST = "America/Los_Angeles";
const dayOf = (day: string, timeZone = WEST) => {
  const startsAt = startOfAccountDay(new Date(`${day}T20:00:00Z`), 0, timeZone);
  const endsAt = startOfAccountDay(new Date(`${day}T20:00:00Z`), -1, timeZone);
  return accountHours({ startsAt, endsAt }, timeZone);
};
const question = (hours: ReturnType<typeof dayOf>, nth: number) =>
  questionFor(hours[nth] as ReturnType<typeof dayOf>[number], WEST);

test("a usual day has 24 windows of an hour, each asked for by its own clock", () => {
  const hours = dayOf("2026-11-20");
  assert.equal(hours.length, 24);
  assert.deepEqual(question(hours, 14), {
    asked: { from: "2026-11-20 14:00:00", to: "2026-11-20 14:59:59" },
    kept: { from: "2026-11-20 14:00:00", to: "2026-11-20 14:59:59" },
  });
});

test("the hour that autumn repeats is one window of two hours, asked for with the hours around it", () => {
  const hours = dayOf("2026-11-01");
  assert.equal(hours.length, 24);
  assert.equal(Number(hours[1]?.endsAt) - Number(hours[1]?.startsAt), 2 * 3_600_000);
  assert.deepEqual(question(hours, 1), {
    asked: { from: "2026-11-01 00:00:00", to: "2026-11-01 02:59:59" },
    kept: { from: "2026-11-01 01:00:00", to: "2026-11-01 01:59:59" },
  });
  assert.deepEqual(question(hours, 2).asked, { from: "2026-11-01 02:00:00", to: "2026-11-01 02:59:59" });
});

test("the hour that spring skips is one window with the next", () => {
  const hours = dayOf("2026-03-08");
  assert.equal(hours.length, 23);
  assert.deepEqual(question(hours, 1).asked, { from: "2026-03-08 01:00:00", to: "2026-03-08 01:59:59" });
  assert.deepEqual(question(hours, 2).asked, { from: "2026-03-08 02:00:00", to: "2026-03-08 03:59:59" });
});

test("a span between any two moments is asked for by whole seconds around it", () => {
  const span = { startsAt: new Date("2026-11-20T18:00:10.400Z"), endsAt: new Date("2026-11-20T18:00:15.900Z") };
  const around = { from: "2026-11-20 10:00:10", to: "2026-11-20 10:00:15" };
  assert.deepEqual(questionFor(span, WEST), { asked: around, kept: around });
});

test("in every zone and on every day the windows follow each other without a gap, and hold the calls of their texts", () => {
  const zone = fc.constantFrom(WEST, "America/New_York", "UTC", "Asia/Kolkata", "Europe/London", "America/St_Johns");
  fc.assert(
    fc.property(zone, fc.integer({ min: 0, max: 4000 }), fc.nat(86_399), (timeZone, day, second) => {
      const at = new Date(Date.UTC(2020, 0, 1) + day * 86_400_000 + second * 1000);
      const hours = accountHours(
        { startsAt: new Date(+at - 3 * 86_400_000), endsAt: new Date(+at + 3 * 86_400_000) },
        timeZone,
      );
      for (const [index, hour] of hours.slice(1).entries()) assert.deepEqual(hour.startsAt, hours[index]?.endsAt);
      const hour = hours.find(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
      assert.ok(hour && isWithin(accountTime(at, timeZone), questionFor(hour, timeZone).kept));
      const [next] = hours.slice(hours.indexOf(hour) + 1);
      assert.ok(next && !isWithin(accountTime(at, timeZone), questionFor(next, timeZone).kept));
    }),
    { numRuns: 150 },
  );
});

test("halves of a span leave nothing out, down to a second", () => {
  const hour = { from: "2026-11-20 14:00:00", to: "2026-11-20 14:59:59" };
  assert.deepEqual(halvesOf(hour), [
    { from: "2026-11-20 14:00:00", to: "2026-11-20 14:29:59" },
    { from: "2026-11-20 14:30:00", to: "2026-11-20 14:59:59" },
  ]);
  assert.equal(halvesOf({ from: hour.from, to: hour.from }), null);
});
