import { z } from "zod";
import { readQuery } from "#app/http/read-query.server.ts";
import { timeField } from "#app/http/time-field.server.ts";
import { zoneOfTimes } from "#app/http/zone-of-times.server.ts";
import { readClock } from "#app/lib/clock-text.ts";
import { presetSpan } from "#app/lib/time-bars.server.ts";
import { PRESETS, type Preset } from "#app/lib/time-presets.ts";

const DAY = /^\d{4}-\d\d-\d\d$/;

/** A span as the address asks for it. Without a preset an end may be open, and both are where nothing is asked for. */
export type AskedSpan = {
  range: Preset | "custom" | undefined;
  from: Date | undefined;
  to: Date | undefined;
  ignored: string[];
};

/**
 * Reads the span that every list and figure takes: `range`, or the edges `from` and `to`, each a moment or a day, and then
 * perhaps a time of day in `from_time` and `to_time`. A preset wins over edges. All is meant in the link's zone.
 */
export function readSpan(request: Request, now = new Date()): AskedSpan {
  const zone = zoneOfTimes(request);
  const { values, ignored } = readQuery(withClocks(request), {
    range: z.enum([...PRESETS, "custom"]).optional(),
    from: timeField(zone),
    to: timeField(zone, "end"),
  });
  const { range, from, to } = values;
  if (range === undefined || range === "custom") return { range: from || to ? "custom" : range, from, to, ignored };
  return { range, ...presetSpan(range, now, zone), ignored: ignored.filter((name) => name === "range") };
}

/** The same request with days and their times of day in one. A time that cannot be read makes the edge unreadable. */
function withClocks(request: Request): Request {
  const url = new URL(request.url);
  for (const name of ["from", "to"]) {
    const day = url.searchParams.get(name)?.trim() ?? "";
    const clock = url.searchParams.get(`${name}_time`)?.trim() ?? "";
    if (DAY.test(day) && clock !== "") url.searchParams.set(name, `${day}T${readClock(clock) ?? clock}`);
  }
  return new Request(url, { headers: request.headers });
}
