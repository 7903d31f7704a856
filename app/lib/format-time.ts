/** By which clock times of day are written. */
export type Hours = "24" | "12";

const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATS = 100;

/** Making a format takes far longer than using it, and a page of a list shows a hundred moments. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  if (formats.size >= MOST_FORMATS) formats.clear();
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
  formats.set(timeZone, made);
  return made;
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

const taken = new Map<string, Parts>();
const MOST_TAKEN = 500;

/** Each moment of a page is written in two or three ways, and each is compared with the same "now". */
function partsOf(at: Date, timeZone: string): Parts {
  const key = `${+at} ${timeZone}`;
  const known = taken.get(key);
  if (known) return known;
  if (taken.size >= MOST_TAKEN) taken.clear();
  const parts: Parts = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) parts[type] = value;
  taken.set(key, parts);
  return parts;
}

/** "14:03:12", or "2:03:12 PM". */
function clockOf({ hour, minute, second }: Parts, hours: Hours): string {
  if (hours === "24") return `${hour}:${minute}:${second}`;
  return `${((Number(hour) + 11) % 12) + 1}:${minute}:${second} ${Number(hour) < 12 ? "AM" : "PM"}`;
}

/**
 * "14:03:12" on the day of `now`, "Nov 21, 14:03:12" in its year, else "Nov 21, 2025, 14:03:12", all in `timeZone`.
 * Put together from parts, because whole formats differ between the ICU of the server and that of a browser.
 */
export function formatTime(at: Date, timeZone: string, now: Date, hours: Hours = "24"): string {
  const then = partsOf(at, timeZone);
  const today = partsOf(now, timeZone);
  const clock = clockOf(then, hours);
  if (then.year !== today.year) return `${then.month} ${then.day}, ${then.year}, ${clock}`;
  if (then.month !== today.month || then.day !== today.day) return `${then.month} ${then.day}, ${clock}`;
  return clock;
}

/** "Nov 21, 2025, 14:03:12 PST": with everything that {@link formatTime} leaves out. */
export function formatFullTime(at: Date, timeZone: string, hours: Hours = "24"): string {
  const then = partsOf(at, timeZone);
  return `${then.month} ${then.day}, ${then.year}, ${clockOf(then, hours)} ${then.timeZoneName}`;
}

/** "Nov 21" in the year of `now`, else "Nov 21, 2025". */
export function formatDate(at: Date, timeZone: string, now: Date): string {
  const then = partsOf(at, timeZone);
  const day = `${then.month} ${then.day}`;
  return then.year === partsOf(now, timeZone).year ? day : `${day}, ${then.year}`;
}

/** "14:03", or "2:03 PM": a time of day without its seconds. */
export function formatHourAndMinute(at: Date, timeZone: string, hours: Hours): string {
  return clockOf(partsOf(at, timeZone), hours).replace(/:\d\d(?= |$)/, "");
}

/** "14:03" on the day of `now`, else "Nov 21, 14:03". */
export function formatMinute(at: Date, timeZone: string, now: Date, hours: Hours): string {
  const clock = formatHourAndMinute(at, timeZone, hours);
  const day = formatDate(at, timeZone, now);
  return day === formatDate(now, timeZone, now) ? clock : `${day}, ${clock}`;
}

/** "Sat, Nov 21, 2025": a day of a line of time. */
export function formatDay(at: Date, timeZone: string): string {
  const then = partsOf(at, timeZone);
  const weekday = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short" }).format(at);
  return `${weekday}, ${then.month} ${then.day}, ${then.year}`;
}

/** "14:03:12", where the day is said elsewhere. */
export function formatClock(at: Date, timeZone: string, hours: Hours = "24"): string {
  return clockOf(partsOf(at, timeZone), hours);
}

/** The zone's short name at a moment: "PST", "GMT+1". */
export function zoneName(at: Date, timeZone: string): string {
  return partsOf(at, timeZone).timeZoneName ?? timeZone;
}

const steps: [unit: string, seconds: number][] = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
];

/** "just now", "3 min ago", "in 2 h", "12 d ago". Within five seconds is now, so that clocks may differ a little. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 5) return "just now";
  const [unit, size] = steps.find(([, length]) => distance >= length) ?? ["s", 1];
  const amount = `${Math.floor(distance / size)} ${unit}`;
  return seconds > 0 ? `${amount} ago` : `in ${amount}`;
}
