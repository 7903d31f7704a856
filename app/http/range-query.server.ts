import { z } from "zod";
import { readQuery } from "#app/http/read-query.server.ts";
import { timeField } from "#app/http/time-field.server.ts";
import { PRESETS, type Preset, presetSpan, toQuarters } from "#app/lib/time-bars.server.ts";

const MOST_YEARS = 10;
const YEAR_MS = 366 * 86_400_000;

/** What the Overview is asked to show. Where it cannot be, `faults` say why, and it is the last day instead. */
export type RangeQuery = {
  range: Preset | "custom";
  span: { from: Date; to: Date };
  /** Whether test data counts, too. */
  withTest: boolean;
  faults: { range?: string; from?: string; to?: string };
};

/**
 * Reads `range` (hour, day, week, month), or `from` and `to` of a span of one's own, and `test=yes` from the URL.
 * @param timeZone of times that are typed in; a day without a time is meant from its start, or to its end
 */
export function rangeQuery(request: Request, timeZone: string, now: Date): RangeQuery {
  const { values, ignored } = readQuery(request, {
    range: z.enum([...PRESETS, "custom"]).optional(),
    from: timeField(timeZone),
    to: timeField(timeZone, "end"),
    test: z.enum(["yes", "no"]).optional(),
  });
  const faults: RangeQuery["faults"] = {};
  if (ignored.includes("range")) faults.range = `There are the ranges ${PRESETS.join(", ")}, and custom.`;
  if (ignored.includes("from")) faults.from = NO_TIME;
  if (ignored.includes("to")) faults.to = NO_TIME;
  const { from, to = now } = values;
  const isCustom = values.range === "custom" || from || values.to || faults.from || faults.to;
  const withTest = values.test === "yes";
  const day = presetSpan("day", now, timeZone);
  if (!isCustom) {
    const { range = "day" } = values as { range?: Preset };
    return { range, span: range === "day" ? day : presetSpan(range, now, timeZone), withTest, faults };
  }
  if (!from && values.to) faults.from ??= "Say from when.";
  if (from && from >= to) faults.to ??= "This must be later than the start.";
  if (from && +to - +from > MOST_YEARS * YEAR_MS) faults.from ??= `This is more than ${MOST_YEARS} years.`;
  const isUsable = from && Object.keys(faults).length === 0;
  return { range: "custom", span: isUsable ? toQuarters({ from, to }) : day, withTest, faults };
}

const NO_TIME = "This is no time. Write 2026-11-22 or 2026-11-22T14:05.";
