import { DateTime } from "luxon";
import { z } from "zod";
import type { Span } from "#app/db/figures.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { timeField } from "#app/http/time-field.server.ts";

/** Whole days of the viewer's zone, today included. */
const DAYS = { "1d": 1, "7d": 7, "30d": 30, "90d": 90, "365d": 365 } as const;
const QUARTER = 15 * 60_000;

/** A span of time in the query, at full quarters of an hour as the figures need it, and the filters beside it. */
export type SpanQuery = { span: Span; search: string | undefined; isTest: boolean | undefined; ignored: string[] };

/**
 * Reads `range`, or `from` and `to` as lists have them; the last 30 days where nothing is asked for. A span without an end
 * reaches to now.
 * @param timeZone of the days, and of times that are typed in
 */
export function spanQuery(request: Request, timeZone: string): SpanQuery {
  const { values, ignored } = readQuery(request, {
    range: z.enum(Object.keys(DAYS) as [keyof typeof DAYS]).optional(),
    from: timeField(timeZone),
    to: timeField(timeZone, "end"),
    search: queryField.text,
    test: queryField.yesNo,
  });
  const { range = "30d", from, to, search, test } = values;
  const isCustom = from !== undefined || to !== undefined;
  const end = isCustom && to !== undefined ? to : new Date();
  const days = DateTime.fromJSDate(end, { zone: timeZone }).startOf("day");
  const start = isCustom && from !== undefined ? from : days.minus({ days: DAYS[range] - 1 }).toJSDate();
  const span = {
    from: new Date(Math.floor(+start / QUARTER) * QUARTER),
    to: new Date(Math.ceil(+end / QUARTER) * QUARTER),
  };
  return { span: span.from < span.to ? span : { from: span.to, to: span.to }, search, isTest: test, ignored };
}
