import { type ClockSpan, isWithin } from "#app/convoso/account-hours.server.ts";
import type { LogPage } from "#app/convoso/log-page.server.ts";

/** Clocks of Convoso's own machines. */
const SLACK_SECONDS = 5;

const NO_IDS = "Convoso's answer has calls without an id.";
const NO_TIMES =
  "Convoso's answer has calls without a time, so the portal cannot tell whether they belong to this hour.";

/** Why the rows of a page do not say what the span has; null where they do. */
export function findFault({ rows, count }: LogPage, span: ClockSpan): string | null {
  if (rows.length < count) return NO_IDS;
  for (const { callDate, callLength } of rows) {
    const isIn = isWithin(callDate, span, SLACK_SECONDS + (callLength ?? 0));
    if (isIn === null) return NO_TIMES;
    if (!isIn)
      return `Convoso returned calls of other times, such as ${callDate}, so this hour cannot be compared. Check that CONVOSO_API_URL points to Convoso itself.`;
  }
  return null;
}
