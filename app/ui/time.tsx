import { createContext, useContext } from "react";
import { formatFullTime, formatRelative, formatTime, type Hours } from "#app/lib/format-time.ts";

type Props = {
  at: Date;
  /** relative: "3 min ago", full time on hover. both: full time, then relative. Default: the viewer's preference. */
  show?: "relative" | "both";
};

/** A moment in the viewer's time zone. The server and the browser render the same text. */
export function Time({ at, show }: Props) {
  const { timeZone, times, hours, now } = useClock();
  const full = formatFullTime(at, timeZone, hours);
  const relative = formatRelative(at, now);
  const isRelative = show === "relative" || (show === undefined && times === "distance");
  return (
    <time
      dateTime={at.toISOString()}
      title={isRelative ? full : relative}
      className={show === "both" ? undefined : "whitespace-nowrap"}
    >
      {show === "both" ? full : isRelative ? relative : formatTime(at, timeZone, now, hours)}
      {show === "both" && <span className="whitespace-nowrap text-ink-faint"> · {relative}</span>}
    </time>
  );
}

/** Closer than this, a relative time would read "just now". */
const DUE_MS = 5_000;

/** When the worker asks again. A time in the past means that the worker has not reached it yet. */
export function NextTry({ at, show }: { at: Date; show: "relative" | "both" }) {
  const { now } = useClock();
  return +at - +now < DUE_MS ? <>due now</> : <Time at={at} show={show} />;
}

/**
 * The viewer's time zone, the account's, whether to show exact ("clock") or relative ("distance") times, the clock of times of day, and the moment
 * at which the server made the page, to which relative times refer.
 */
export type ClockSettings = {
  timeZone: string;
  accountTimeZone: string;
  times: "clock" | "distance";
  hours: Hours;
  now: Date;
};

export const Clock = createContext<ClockSettings>({
  timeZone: "UTC",
  accountTimeZone: "UTC",
  times: "clock",
  hours: "24",
  now: new Date(0),
});

export function useClock() {
  return useContext(Clock);
}
