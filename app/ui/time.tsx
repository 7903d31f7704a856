import { formatFullTime, formatRelative, formatTime } from "#app/lib/format-time.ts";
import { useClock } from "#app/ui/clock.tsx";

type Props = {
  at: Date;
  /** relative: "3 min ago" (the full time on hover). both: full, with the distance behind it. Default: as the viewer likes. */
  show?: "relative" | "both";
};

/** A moment in the viewer's time zone, the same on the server and in the browser. */
export function Time({ at, show }: Props) {
  const { timeZone, times, now } = useClock();
  const full = formatFullTime(at, timeZone);
  const relative = formatRelative(at, now);
  const isRelative = show === "relative" || (show === undefined && times === "distance");
  return (
    <time
      dateTime={at.toISOString()}
      title={isRelative ? full : relative}
      className={show === "both" ? undefined : "whitespace-nowrap"}
    >
      {show === "both" ? full : isRelative ? relative : formatTime(at, timeZone, now)}
      {show === "both" && <span className="whitespace-nowrap text-ink-faint"> · {relative}</span>}
    </time>
  );
}
