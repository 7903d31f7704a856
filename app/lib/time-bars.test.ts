import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cutIntoBars, describeSpan, MOST_BARS, presetSpan, toQuarters } from "#app/lib/time-bars.server.ts";

const LA = "America/Los_Angeles";
const NOW = new Date("2026-11-26T20:07:30Z"); // 12:07 in Los Angeles
const span = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });
const minutes = ({ from, to }: { from: Date; to: Date }) => (+to - +from) / 60_000;
const isoOf = ({ from, to }: { from: Date; to: Date }) => [from.toISOString(), to.toISOString()];

test("each preset ends with the bar that is running", () => {
  assert.deepEqual(isoOf(presetSpan("hour", NOW, LA)), ["2026-11-26T19:15:00.000Z", "2026-11-26T20:15:00.000Z"]);
  assert.deepEqual(isoOf(presetSpan("day", NOW, LA)), ["2026-11-25T21:00:00.000Z", "2026-11-26T21:00:00.000Z"]);
  const days = {
    today: ["2026-11-26T08", "2026-11-27T08"],
    yesterday: ["2026-11-25T08", "2026-11-26T08"],
    "this-week": ["2026-11-23T08", "2026-11-30T08"],
    "last-week": ["2026-11-16T08", "2026-11-23T08"],
    "this-month": ["2026-11-01T07", "2026-12-01T08"],
    "last-30-days": ["2026-10-28T07", "2026-11-27T08"],
  } as const;
  for (const [preset, [from, to]] of Object.entries(days)) {
    const iso = isoOf(presetSpan(preset as keyof typeof days, NOW, LA));
    assert.deepEqual(iso, [`${from}:00:00.000Z`, `${to}:00:00.000Z`], preset);
  }
});

test("a moment at a full hour belongs to what begins with it", () => {
  const full = new Date("2026-11-26T20:00:00Z");
  assert.equal(presetSpan("hour", full, LA).to.toISOString(), "2026-11-26T20:15:00.000Z");
  assert.equal(presetSpan("day", full, LA).to.toISOString(), "2026-11-26T21:00:00.000Z");
});

test("presets have bars that fit them, and ticks that fit the bars", () => {
  const lengths = (["hour", "day", "this-week", "last-30-days"] as const).map((preset) => {
    const bars = cutIntoBars(presetSpan(preset, NOW, LA), LA);
    return [bars.length, minutes(bars[0] as never), bars.flatMap(({ tick }) => tick ?? []).join(" ")];
  });
  assert.deepEqual(lengths, [
    [12, 5, "11:15 11:30 11:45 12:00"],
    [24, 60, "16:00 20:00 Nov 26 04:00 08:00 12:00"],
    [28, 360, "Nov 23 Nov 24 Nov 25 Nov 26 Nov 27 Nov 28 Nov 29"],
    [30, 1440, "Oct 28 Nov 2 Nov 7 Nov 12 Nov 17 Nov 22"],
  ]);
});

test("a day is as long as it was: 23 hours when clocks go forward, 25 when they go back", () => {
  const forward = cutIntoBars(span("2026-03-07T08:00Z", "2026-03-10T07:00Z"), LA);
  assert.equal(forward.length, 24); // of three hours
  assert.deepEqual(
    forward.filter((bar) => minutes(bar) !== 180).map((bar) => [bar.label, minutes(bar)]),
    [["Mar 8, 00:00 – 03:00", 120]],
  );
  const month = cutIntoBars(presetSpan("last-30-days", new Date("2026-11-10T20:00Z"), LA), LA);
  const long = month.filter((bar) => minutes(bar) !== 1440).map(({ label, ...bar }) => [label, minutes(bar)]);
  assert.deepEqual(long, [["Sun, Nov 1", 25 * 60]]);
});

test("an hour that happens twice is two bars, one that never is, none", () => {
  const labels = (from: string, to: string) => cutIntoBars(span(from, to), LA).map(({ label }) => label.slice(7, 12));
  const back = labels("2026-11-01T07:00Z", "2026-11-02T08:00Z").filter((hour) => /^0[0-3]/.test(hour));
  assert.deepEqual(back, ["00:00", "01:00", "01:00", "02:00", "03:00"]);
  const forward = labels("2026-03-08T08:00Z", "2026-03-09T07:00Z").filter((hour) => /^0[0-4]/.test(hour));
  assert.deepEqual(forward, ["00:00", "01:00", "03:00", "04:00"]);
});

test("the first and the last bar are cut where the span begins and ends", () => {
  const bars = cutIntoBars(span("2026-11-20T08:15Z", "2026-11-21T06:45Z"), LA);
  assert.deepEqual([minutes(bars[0] as never), minutes(bars.at(-1) as never)], [45, 45]);
});

test("whatever the span and the zone: bars follow each other without a gap, are few, and fit the figures' buckets", () => {
  const zones = [LA, "UTC", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Beirut", "America/St_Johns"];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2006, 0), max: Date.UTC(2030, 0) }),
      fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 5_270_400 })),
      (zone, start, length) => {
        const asked = toQuarters({ from: new Date(start), to: new Date(start + length * 60_000) });
        const bars = cutIntoBars(asked, zone);
        assert.ok(bars.length <= MOST_BARS, `${bars.length} bars`);
        assert.deepEqual([bars[0]?.from, bars.at(-1)?.to], [asked.from, asked.to]);
        for (const [index, bar] of bars.entries()) {
          assert.ok(minutes(bar) > 0 && +bar.from % 300_000 === 0);
          if (index > 0) assert.deepEqual(bar.from, bars[index - 1]?.to);
        }
        const ticks = bars.filter(({ tick }) => tick !== null).length;
        assert.ok(ticks >= 1 && ticks <= 7, `${ticks} ticks`);
      },
    ),
    { numRuns: 100 },
  );
});

test("a span is said in few words", () => {
  const said = (from: string, to: string) => describeSpan(span(from, to), LA);
  assert.equal(said("2026-11-26T20:00Z", "2026-11-26T21:00Z"), "Nov 26, 2026, 12:00 – 13:00 PST");
  assert.equal(said("2026-11-25T21:00Z", "2026-11-26T21:00Z"), "Nov 25, 13:00 – Nov 26, 2026, 13:00 PST");
  assert.equal(said("2026-11-20T08:00Z", "2026-11-27T08:00Z"), "Nov 20 – Nov 26, 2026 PST");
  assert.equal(said("2026-11-20T08:00Z", "2026-11-21T08:00Z"), "Fri, Nov 20, 2026 PST");
});
