import { z } from "zod";
import { readQuery } from "#app/http/read-query.server.ts";
import { readSpan } from "#app/http/span-fields.server.ts";
import { presetSpan, toQuarters } from "#app/lib/time-bars.server.ts";
import { type Preset, TIME_PRESETS } from "#app/lib/time-presets.ts";

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
 * Reads the span, as lists do, and `test=yes` from the URL.
 * @param timeZone of the last 24 hours, which are shown where nothing else is asked for
 */
export function rangeQuery(request: Request, timeZone: string, now: Date): RangeQuery {
  const { range = "day", from, to = now, ignored } = readSpan(request, now);
  const { values } = readQuery(request, { test: z.enum(["yes", "no"]).optional() });
  const faults: RangeQuery["faults"] = {};
  if (ignored.includes("range"))
    faults.range = `Use one of these ranges: ${Object.keys(TIME_PRESETS).join(", ")}, custom.`;
  if (ignored.includes("from")) faults.from = NO_TIME;
  if (ignored.includes("to")) faults.to = NO_TIME;
  const withTest = values.test === "yes";
  const day = presetSpan("day", now, timeZone);
  const isCustom = range === "custom" || faults.from !== undefined || faults.to !== undefined;
  if (!isCustom) return { range, span: range === "day" || !from ? day : toQuarters({ from, to }), withTest, faults };
  if (!from && to !== now) faults.from ??= "Enter a start.";
  if (from && from >= to) faults.to ??= "This must be later than the start.";
  if (from && +to - +from > MOST_YEARS * YEAR_MS) faults.from ??= `This is more than ${MOST_YEARS} years.`;
  const isUsable = from && Object.keys(faults).length === 0;
  return { range: "custom", span: isUsable ? toQuarters({ from, to }) : day, withTest, faults };
}

const NO_TIME = "Enter a valid date, such as 2026-11-22, and a time such as 14:05 or 2:05 PM.";
