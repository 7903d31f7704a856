import { DateTime } from "luxon";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type LedgerWindow, listWindows } from "#app/db/ledger/windows.server.ts";
import { fromZonedInput, toZonedInput } from "#app/lib/zoned-input.ts";

/** An hour of the calendar. `window` is null where the ledger has no such hour yet. */
export type CalendarHour = { startsAt: Date; window: LedgerWindow | null };

/** How many calls both have in those hours of a day that are compared: `compared` of the `over` that have ended. */
export type DayCounts = { there: number; here: number; isEqual: boolean; compared: number; over: number };

/** A day of the account's calendar; `hours` by the clock, null for an hour that spring skips or that is not over. */
export type CalendarDay = {
  day: string;
  label: string;
  hours: (CalendarHour | null)[];
  /** Null where no hour is compared. */
  counts: DayCounts | null;
};

const HOUR_MS = 3_600_000;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The days up to and with `until`, the latest first, in the account's zone. */
export async function readCalendar(
  db: Database,
  { until, days, zone, now }: { until: string; days: number; zone: string; now: Date },
): Promise<CalendarDay[]> {
  const last = DateTime.fromISO(until, { zone });
  const first = last.minus({ days: days - 1 });
  const windows = await listWindows(db, { from: first.toJSDate(), to: last.plus({ days: 1 }).toJSDate() });
  const known = new Map(windows.map((window) => [+window.starts_at, window]));
  return Array.from({ length: days }, (_, back) => {
    const date = last.minus({ days: back });
    const hours = HOURS.map((hour) => hourOf(date, hour, known, now));
    return {
      day: date.toISODate() as string,
      label: date.toFormat("ccc, LLL d", { locale: "en-US" }),
      hours,
      counts: countDay(hours.filter((hour) => hour !== null)),
    };
  });
}

const COMPARED: readonly string[] = ["equal", "differs", "accepted"];

function countDay(over: readonly CalendarHour[]): DayCounts | null {
  const compared = over.flatMap(({ window }) => (window && COMPARED.includes(window.state) ? [window] : []));
  if (compared.length === 0) return null;
  const sum = (count: (window: LedgerWindow) => number | null) =>
    compared.reduce((total, window) => total + (count(window) ?? 0), 0);
  return {
    there: sum(({ calls_there }) => calls_there),
    here: sum(({ calls_here }) => calls_here),
    isEqual: over.every(({ window }) => window?.state === "equal"),
    compared: compared.length,
    over: over.length,
  };
}

type Shown = { days: CalendarDay[]; until: string; today: string; first: Date | null; zone: string };

/** The last days of the calendars before and after this one; null where the ledger has no such days. */
export function turnPages({ days, until, today, first, zone }: Shown): { older: string | null; newer: string | null } {
  const dayAt = (later: number) => DateTime.fromISO(until).plus({ days: later }).toISODate();
  const firstDay = days.at(-1)?.day ?? until;
  const isMore = first !== null && first < fromZonedInput(firstDay, zone, "start");
  return { older: isMore ? dayAt(-days.length) : null, newer: until < today ? dayAt(days.length) : null };
}

/** The hour by its name on the clock; of the hour that autumn repeats, which is one window, the first beginning. */
function hourOf(date: DateTime, hour: number, known: Map<number, LedgerWindow>, now: Date): CalendarHour | null {
  const zone = date.zoneName as string;
  const local = `${date.toISODate()}T${String(hour).padStart(2, "0")}:00`;
  const startsAt = fromZonedInput(local, zone, "start");
  const isSkipped = toZonedInput(startsAt, zone) !== local;
  if (isSkipped || +startsAt + HOUR_MS > +now) return null;
  return { startsAt, window: known.get(+startsAt) ?? null };
}
