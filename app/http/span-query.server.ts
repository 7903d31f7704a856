import type { Span } from "#app/db/figures/figures.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { readSpan } from "#app/http/span-fields.server.ts";
import { presetSpan, toQuarters } from "#app/lib/time-bars.server.ts";

/** A span of time in the query, at full quarters of an hour as the figures need it, and the filters beside it. */
export type SpanQuery = { span: Span; search: string | undefined; isTest: boolean | undefined; ignored: string[] };

/**
 * Reads the span as lists do; the last 30 days where nothing is asked for. A span without an end reaches to now.
 * @param timeZone of these 30 days
 */
export function spanQuery(request: Request, timeZone: string): SpanQuery {
  const now = new Date();
  const usual = presetSpan("last-30-days", now, timeZone);
  const { from, to, ignored } = readSpan(request, now);
  const { values, ignored: others } = readQuery(request, { search: queryField.text, test: queryField.yesNo });
  const asked = { from: from ?? usual.from, to: to ?? now };
  const isReversed = asked.from >= asked.to;
  return {
    span: (from || to) && !isReversed ? toQuarters(asked) : usual,
    search: values.search,
    isTest: values.test,
    ignored: [...ignored, ...others, ...(isReversed ? ["a period that ends before it begins"] : [])],
  };
}
