import { DateTime } from "luxon";
import { z } from "zod";
import { isUsableMoment } from "#app/lib/usable-moment.ts";
import { fromZonedInput } from "#app/lib/zoned-input.ts";

const HAS_OFFSET = /T.*(Z|[+-]\d\d:?\d\d)$/;
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * A moment in the query of a list, for `readQuery`: "2026-11-22T14:05", with or without seconds, or "2026-11-22", in
 * `timeZone`; or a time with its own offset. Everything else is "ignored".
 *
 * Lists use it under the names `from` (that moment and later) and `to` (earlier than that moment).
 * @param edge what a day without a time means: its "start", or, for `to`, its "end", so that the day itself is included.
 * Of a time in the hour that autumn repeats "start" is the first and "end" the second, so that no row is left out.
 */
export function timeField(timeZone: string, edge: "start" | "end" = "start") {
  return z
    .string()
    .regex(MOMENT)
    .transform((text, context) => {
      const at = HAS_OFFSET.test(text) ? new Date(text) : fromZonedInput(text, timeZone, edge);
      if (DateTime.fromISO(text).isValid && isUsableMoment(at)) return at; // JavaScript would accept February 30
      context.issues.push({ code: "custom", message: "there is no such time", input: text });
      return z.NEVER;
    })
    .optional();
}
