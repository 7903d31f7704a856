const pad = (value: string | undefined, length = 2) => String(value).padStart(length, "0");

/** Years that a zone's calendar writes with four digits, a day earlier and later too. */
const YEAR = /^[1-8]\d{3}-/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 86_400_000;

/** `at` as an `<input type="datetime-local">` wants it, in `timeZone`; seconds only where there are any. */
export function toZonedInput(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    format.formatToParts(at).map((part) => [part.type, part.value]),
  );
  const seconds = Number(second) === 0 ? "" : `:${pad(second)}`;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}${seconds}`;
}

/** What a text says of a time without an offset, as milliseconds of a clock in UTC; a day is the midnight at its `edge`. */
function wallTime(text: string, edge: "start" | "end"): number {
  if (!YEAR.test(text)) return Number.NaN;
  if (!DAY.test(text)) return Date.parse(`${text}Z`);
  return Date.parse(`${text}T00:00Z`) + (edge === "end" ? DAY_MS : 0);
}

/**
 * The moment that a local time means in a zone. In the hour that autumn repeats, and in the one that spring skips, two
 * moments may be meant: of these it is the earlier for the "start" of a span, and the later for its "end", so that
 * nothing is left out. An invalid date where the text is no time.
 * @param local ISO without an offset, such as "2026-11-22T14:05", or a day, which means the midnight at its `edge`
 */
export function fromZonedInput(local: string, timeZone: string, edge: "start" | "end"): Date {
  const wall = wallTime(local, edge);
  if (Number.isNaN(wall)) return new Date(Number.NaN);
  const wallAt = (moment: number) => Date.parse(`${toZonedInput(new Date(moment), timeZone)}Z`);
  const whole = Math.floor(wall / 1000) * 1000; // zoned inputs have no fractions
  const offsets = [-DAY_MS, DAY_MS].map((away) => wallAt(whole + away) - (whole + away));
  const moments = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
  const exact = moments.filter((moment) => wallAt(Math.floor(moment / 1000) * 1000) === whole);
  return new Date((exact.length > 0 ? exact : moments).at(edge === "start" ? 0 : -1) as number);
}

/**
 * What the URL says of a moment, as the input shows it in `timeZone`: a time with an offset, or one in `zoneOfText`, the
 * zone of the link. A text that is no time is shown as it is.
 */
export function toInputValue(
  text: string,
  { timeZone, zoneOfText, edge }: { timeZone: string; zoneOfText: string; edge: "start" | "end" },
): string {
  if (text === "") return "";
  if (/T.*(Z|[+-]\d\d:?\d\d)$/.test(text)) {
    const at = new Date(text);
    return Number.isNaN(+at) ? text : toZonedInput(at, timeZone);
  }
  if (timeZone === zoneOfText && !DAY.test(text)) return text;
  const at = fromZonedInput(text, zoneOfText, edge);
  return Number.isNaN(+at) ? (DAY.test(text) ? "" : text) : toZonedInput(at, timeZone);
}
