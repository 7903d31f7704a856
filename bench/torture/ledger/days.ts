import { accountHours, type Span, startOfAccountDay } from "#app/convoso/account-hours.server.ts";

const DAY_MS = 86_400_000;
const LOOK_BACK_DAYS = 400;

/** A day of the account's clock, and what is special about it. */
export type Day = Span & { name: string };

/** The latest days on which the clock of a zone went back and forth, and the day before yesterday. */
export function chooseDays(timeZone: string): Day[] {
  const now = new Date();
  const day = (ago: number): Span => ({
    startsAt: startOfAccountDay(now, ago, timeZone),
    endsAt: startOfAccountDay(now, ago - 1, timeZone),
  });
  const lengthOf = ({ startsAt, endsAt }: Span) => endsAt.getTime() - startsAt.getTime();
  const past = Array.from({ length: LOOK_BACK_DAYS }, (_, index) => day(index + 3));
  const [spring, autumn] = [past.find((one) => lengthOf(one) < DAY_MS), past.find((one) => lengthOf(one) > DAY_MS)];
  if (!spring || !autumn) throw new Error(`${timeZone} does not change its clock.`);
  return [
    { ...spring, name: "the clock goes forward" },
    { ...autumn, name: "the clock goes back" },
    { ...day(2), name: "a usual day" },
  ];
}

/** The windows of these days. */
export function windowsOf(days: readonly Day[], timeZone: string): Span[] {
  return days.flatMap((day) => accountHours(day, timeZone));
}
