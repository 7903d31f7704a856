import { DateTime } from "luxon";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findWindow, type LedgerWindow, listWindows } from "#app/db/ledger/windows.server.ts";
import { accountDay } from "#app/http/ledger-query.server.ts";
import { formatHourAndMinute, type Hours } from "#app/lib/format-time.ts";

/** An hour with its name on the account's clock: "14:00 to 15:00". */
export type ShownHour = { clock: string; window: LedgerWindow };

/** What a list of differences is about: all of them, a day, or an hour (null where nobody has asked for it). */
export type ShownSpan =
  | { kind: "all" }
  | { kind: "day"; day: string; words: string; hours: ShownHour[] }
  | { kind: "hour"; day: string; words: string; window: LedgerWindow | null };

type Asked = { day: string | null; hour: Date | null; zone: string; hours: Hours };

/** Reads the hours of the day or the hour that is asked for. */
export async function readSpan(db: Database, { day, hour, zone, hours }: Asked): Promise<ShownSpan> {
  if (hour !== null) {
    const at = DateTime.fromJSDate(hour, { zone });
    const window = await findWindow(db, hour);
    const words = `${dayInWords(at)}, ${clockOf(hour, window?.ends_at ?? at.plus({ hours: 1 }).toJSDate(), { zone, hours })}`;
    return { kind: "hour", day: at.toISODate() as string, words, window };
  }
  if (day === null) return { kind: "all" };
  const windows = await listWindows(db, accountDay(day));
  const shown = windows.map((window) => ({
    clock: clockOf(window.starts_at, window.ends_at, { zone, hours }),
    window,
  }));
  return { kind: "day", day, words: dayInWords(DateTime.fromISO(day, { zone })), hours: shown };
}

const dayInWords = (at: DateTime) => at.toFormat("ccc, LLL d, yyyy", { locale: "en-US" });

/** "14:00 to 15:00"; the hour that autumn repeats ends two hours later. */
function clockOf(from: Date, to: Date, { zone, hours }: Pick<Asked, "zone" | "hours">): string {
  const words = `${formatHourAndMinute(from, zone, hours)} to ${formatHourAndMinute(to, zone, hours)}`;
  return +to - +from > 3_600_000 ? `${words}, which this day has twice` : words;
}
