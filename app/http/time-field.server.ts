import { DateTime } from "luxon";
import { z } from "zod";

const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Far enough for any list, and well within what a Date, PostgreSQL and an id of version 7 can hold. */
const isUsable = (at: DateTime) => at.isValid && at.year >= 1971 && at.year < 2200;

/**
 * A moment in the query of a list, for `readQuery`: "2026-11-22T14:05", with or without seconds, or "2026-11-22", in
 * `timeZone`; or a time with an offset of its own, which links carry. Everything else is "ignored".
 *
 * Lists use it under the names `from` (that moment and later) and `to` (earlier than that moment).
 * @param edge what a day without a time means: its "start", or, for `to`, its "end", so that the day itself is included
 */
export function timeField(timeZone: string, edge: "start" | "end" = "start") {
  return z
    .string()
    .regex(MOMENT)
    .transform((text, context) => {
      const start = DateTime.fromISO(text, { zone: timeZone });
      const at = edge === "end" && DAY.test(text) ? start.plus({ days: 1 }) : start;
      if (isUsable(at)) return at.toJSDate();
      context.issues.push({ code: "custom", message: "there is no such time", input: text });
      return z.NEVER;
    })
    .optional();
}
