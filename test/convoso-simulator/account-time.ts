import { DateTime } from "luxon";

/** Writes a moment (milliseconds) as Convoso does: `YYYY-MM-DD HH:MM:SS` in the account's zone, without an offset. */
export function toAccountTime(at: number, timeZone: string): string {
  return DateTime.fromMillis(at, { zone: timeZone }).toFormat("yyyy-LL-dd HH:mm:ss");
}

/** Reads such a time, or null where it is none. */
export function fromAccountTime(text: string, timeZone: string): number | null {
  const at = DateTime.fromSQL(text, { zone: timeZone });
  return at.isValid ? at.toMillis() : null;
}
