import { DateTime } from "luxon";
import type { Hours } from "#app/lib/format-time.ts";
import type { Preset } from "#app/lib/time-presets.ts";

/** From the one moment until just before the other. */
type Span = { from: Date; to: Date };

/** A part of a span, as a chart and its table name it. `tick`: what the axis says below it, where it says something. */
export type Bar = Span & { label: string; tick: string | null };

const QUARTER_MS = 15 * 60_000;
const DAY_MINUTES = 24 * 60;

/** What bars may be long, in minutes; longer than a day: in units of the calendar. */
const STEPS = [5, 15, 60, 180, 360, 720, "day", "week", "month", "quarter"] as const;
type Step = (typeof STEPS)[number];

/** So many bars still tell one from the next on a phone. */
export const MOST_BARS = 48;
const MOST_TICKS = 7;

const unitMinutes = { day: DAY_MINUTES, week: 7 * DAY_MINUTES, month: 28 * DAY_MINUTES, quarter: 90 * DAY_MINUTES };
const minutesOf = (step: Step) => (typeof step === "number" ? step : unitMinutes[step]);

/**
 * Cuts a span into at most {@link MOST_BARS} bars that begin where clocks and calendars of `timeZone` do: at full hours,
 * midnights, Mondays. On the days when clocks are changed a bar is as long as that part of the day really was.
 * @param span its ends at full quarters of an hour
 */
export function cutIntoBars(span: Span, timeZone: string, hours: Hours = "24"): Bar[] {
  const minutes = (+span.to - +span.from) / 60_000;
  const step = STEPS.find((each) => minutes / minutesOf(each) < MOST_BARS - 1) ?? "quarter";
  const edges: DateTime[] = [];
  for (let at = inZone(span.from, timeZone); +at < +span.to; at = nextEdge(at, step)) edges.push(at);
  const isTick = ticksAmong(edges, step);
  return edges.map((from, index) => {
    const to = edges[index + 1] ?? inZone(span.to, timeZone);
    const tick = isTick(from, index) ? tickOf(from, step, hours) : null;
    return { from: from.toJSDate(), to: to.toJSDate(), label: labelOf(from, to, step, hours), tick };
  });
}

const inZone = (at: Date, zone: string): DateTime => DateTime.fromJSDate(at, { zone }).setLocale("en-US");

/**
 * Where the bar that begins at `at` ends. Where clocks are changed on the way, parts of days are found by walking: days of
 * 23 and 25 hours need no rule then.
 */
function nextEdge(at: DateTime, step: Step): DateTime {
  if (typeof step === "string")
    return at
      .startOf(step)
      .plus({ [step]: 1 })
      .startOf(step);
  const ahead = at.plus({ minutes: step - (minuteOfDay(at) % step) });
  if (ahead.offset === at.offset && ahead.second === 0) return ahead;
  let next = at;
  do next = next.plus({ minutes: Math.min(step, 15) });
  while (minuteOfDay(next) % step !== 0);
  return next;
}

const minuteOfDay = (at: DateTime) => at.hour * 60 + at.minute;

/** Names every bar that begins at a full so-and-so-many hours, as fine as there is room for. */
function ticksAmong(edges: DateTime[], step: Step): (at: DateTime, index: number) => boolean {
  if (typeof step === "string") {
    const stride = Math.ceil(edges.length / MOST_TICKS);
    return (_, index) => index % stride === 0;
  }
  const full = (minutes: number) => edges.filter((at) => minuteOfDay(at) % minutes === 0);
  const every = [15, 30, 60, 120, 180, 240, 360, 720].find((minutes) => full(minutes).length <= MOST_TICKS);
  const named = full(every ?? DAY_MINUTES);
  const stride = Math.ceil(named.length / MOST_TICKS);
  const kept = new Set(named.filter((_, index) => index % stride === 0));
  return (at) => kept.has(at);
}

const clocks = { "24": "HH:mm", "12": "h:mm a" };

function tickOf(at: DateTime, step: Step, hours: Hours): string {
  if (step === "month" || step === "quarter") return at.toFormat(at.month === 1 ? "yyyy" : "LLL");
  return typeof step === "string" || minuteOfDay(at) === 0 ? at.toFormat("LLL d") : at.toFormat(clocks[hours]);
}

function labelOf(from: DateTime, to: DateTime, step: Step, hours: Hours): string {
  if (step === "day") return from.toFormat("ccc, LLL d");
  if (typeof step === "string") return `${from.toFormat("LLL d")} – ${to.minus(1).toFormat("LLL d, yyyy")}`;
  return `${from.toFormat(`LLL d, ${clocks[hours]}`)} – ${to.toFormat(clocks[hours])}`;
}

/** A span in words: "Nov 25, 2026, 13:00 – Nov 26, 2026, 13:00 PST". A day is not named twice, a midnight as the day's end. */
export function describeSpan({ from, to }: Span, timeZone: string, hours: Hours = "24"): string {
  const [start, end] = [inZone(from, timeZone), inZone(to, timeZone)];
  const last = end.minus(1);
  const zone = last.toFormat("ZZZZ");
  const isWholeDays = +start === +start.startOf("day") && +end === +end.startOf("day");
  if (isWholeDays) {
    if (start.hasSame(last, "day")) return `${start.toFormat("ccc, LLL d, yyyy")} ${zone}`;
    const year = start.year === last.year ? "" : ", yyyy";
    return `${start.toFormat(`LLL d${year}`)} – ${last.toFormat("LLL d, yyyy")} ${zone}`;
  }
  const clock = clocks[hours];
  if (start.hasSame(last, "day")) return `${start.toFormat(`LLL d, yyyy, ${clock}`)} – ${end.toFormat(clock)} ${zone}`;
  return `${start.toFormat(`LLL d, ${clock}`)} – ${end.toFormat(`LLL d, yyyy, ${clock}`)} ${zone}`;
}

/** The same, from the full quarter of an hour before its start to the one after its end. */
export function toQuarters({ from, to }: Span): Span {
  return {
    from: new Date(Math.floor(+from / QUARTER_MS) * QUARTER_MS),
    to: new Date(Math.ceil(+to / QUARTER_MS) * QUARTER_MS),
  };
}

/**
 * The span of a preset that `now` is in. The last hour ends at the end of this quarter, and the last 24 hours at the end of
 * this hour; all others are whole days of `timeZone`, today with what is still to come of it. A week begins on Monday.
 */
export function presetSpan(preset: Preset, now: Date, timeZone: string): Span {
  if (preset === "hour") {
    const { to } = toQuarters({ from: now, to: new Date(+now + 1) });
    return { from: new Date(+to - 4 * QUARTER_MS), to };
  }
  if (preset === "day") {
    const end = nextEdge(inZone(toQuarters({ from: now, to: now }).from, timeZone), 60);
    return { from: end.minus({ hours: 24 }).toJSDate(), to: end.toJSDate() };
  }
  const [from, to] = daysOf(preset, inZone(now, timeZone).startOf("day"));
  return { from: from.startOf("day").toJSDate(), to: to.startOf("day").toJSDate() };
}

/** The first day of a preset, and the day after its last. */
function daysOf(preset: Exclude<Preset, "hour" | "day">, today: DateTime): [from: DateTime, to: DateTime] {
  const tomorrow = today.plus({ days: 1 });
  const week = today.startOf("week");
  const days: Record<typeof preset, [from: DateTime, to: DateTime]> = {
    today: [today, tomorrow],
    yesterday: [today.minus({ days: 1 }), today],
    "this-week": [week, week.plus({ weeks: 1 })],
    "last-week": [week.minus({ weeks: 1 }), week],
    "this-month": [today.startOf("month"), today.startOf("month").plus({ months: 1 })],
    "last-30-days": [today.minus({ days: 29 }), tomorrow],
  };
  return days[preset];
}
