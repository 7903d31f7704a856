import { parseDate } from "#app/convoso/parse-date.server.ts";

// Convoso names moments by the clock of the account's zone, without an offset. In autumn one text means two moments, and in
// spring some texts mean none.

/** A span between two moments. */
export type Span = { startsAt: Date; endsAt: Date };

/** What Convoso is asked by: two times of the account's clock, `YYYY-MM-DD HH:MM:SS`, the last second included. */
export type ClockSpan = { from: string; to: string };

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Writes times as Convoso reads them, which is as Sweden does. Kept, since it takes longer to make than a whole question. */
export function accountTime(at: Date, timeZone: string): string {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  clocks.set(timeZone, clock);
  return clock.format(at);
}

/** A text of the account's clock as a number of milliseconds that can be reckoned with, whatever moment it means. */
const onClock = (text: string) => Date.parse(`${text.replace(" ", "T")}Z`);
const toText = (clock: number) => new Date(clock).toISOString().slice(0, 19).replace("T", " ");

/** The moment that a text of the account's clock means: the first of two, and for a skipped one an hour later. */
function momentOf(text: string, timeZone: string): Date {
  const { at } = parseDate(text, timeZone);
  if (at === null) throw new RangeError(`${text} is no time in ${timeZone}`);
  return at;
}

/**
 * The hours of the account's clock that lie between two moments, in order. An hour that autumn repeats is one of two hours'
 * length; one that spring skips belongs to the next.
 */
export function accountHours({ startsAt, endsAt }: Span, timeZone: string): Span[] {
  const starts: number[] = [];
  const firstDay = onClock(`${accountTime(new Date(startsAt.getTime() - DAY_MS), timeZone).slice(0, 10)} 00:00:00`);
  const lastDay = onClock(`${accountTime(new Date(endsAt.getTime() + DAY_MS), timeZone).slice(0, 10)} 00:00:00`);
  for (let clock = firstDay; clock <= lastDay; clock += HOUR_MS) {
    const at = momentOf(toText(clock), timeZone).getTime();
    if (at > (starts.at(-1) ?? Number.NEGATIVE_INFINITY)) starts.push(at);
  }
  return starts.flatMap((start, index) => {
    const end = starts[index + 1];
    const isWithin = end !== undefined && start >= startsAt.getTime() && end <= endsAt.getTime();
    return isWithin ? [{ startsAt: new Date(start), endsAt: new Date(end) }] : [];
  });
}

/** The beginning of the account's day that is `days` before the one of a moment. */
export function startOfAccountDay(at: Date, days: number, timeZone: string): Date {
  const today = onClock(`${accountTime(at, timeZone).slice(0, 10)} 00:00:00`);
  return momentOf(toText(today - days * DAY_MS), timeZone);
}

/**
 * How Convoso is asked for a span, and which of the calls that it then gives belong to it. They differ where autumn repeats
 * an hour: a server may take the texts for one of the two only, so that the hours around it are asked for too. What spring
 * skipped before the span is part of it.
 */
export function questionFor({ startsAt, endsAt }: Span, timeZone: string): { asked: ClockSpan; kept: ClockSpan } {
  const first = Math.floor(startsAt.getTime() / SECOND_MS) * SECOND_MS;
  const last = Math.ceil(endsAt.getTime() / SECOND_MS) * SECOND_MS - SECOND_MS;
  const start = onClock(accountTime(new Date(first - SECOND_MS), timeZone)) + SECOND_MS;
  const end = onClock(accountTime(new Date(last), timeZone));
  const isRepeated = last - first > end - start;
  const around = isRepeated ? HOUR_MS : 0;
  return {
    asked: { from: toText(start - around), to: toText(end + around) },
    kept: { from: toText(start), to: toText(end) },
  };
}

/** The two halves of a span; null where it is a single second. */
export function halvesOf({ from, to }: ClockSpan): [ClockSpan, ClockSpan] | null {
  const [start, end] = [onClock(from), onClock(to)];
  const seconds = (end - start) / SECOND_MS + 1;
  if (seconds < 2) return null;
  const middle = start + Math.floor(seconds / 2) * SECOND_MS;
  return [
    { from, to: toText(middle - SECOND_MS) },
    { from: toText(middle), to },
  ];
}

/**
 * Whether a call's time lies in a span, give or take `seconds`: Convoso does not say whether it is the call's start or its
 * end. Null where the text is no time.
 */
export function isWithin(text: string | null, { from, to }: ClockSpan, seconds = 0): boolean | null {
  const { at } = parseDate(text ?? "", "utc");
  if (at === null) return null;
  return at.getTime() >= onClock(from) - seconds * SECOND_MS && at.getTime() <= onClock(to) + seconds * SECOND_MS;
}
