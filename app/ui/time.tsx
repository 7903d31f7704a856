import { formatFullTime, formatRelative, formatTime } from "#app/lib/format-time.ts";
import { useClock } from "#app/ui/clock.tsx";

type Props = {
  at: Date;
  /** relative: "3 min ago" (the full time on hover). both: full, with the distance behind it. Default: the clock. */
  show?: "relative" | "both";
};

/** A moment in the account's time zone, the same on the server and in the browser. */
export function Time({ at, show }: Props) {
  const { timeZone, now } = useClock();
  const full = formatFullTime(at, timeZone);
  const relative = formatRelative(at, now);
  return (
    <time
      dateTime={at.toISOString()}
      title={show === "relative" ? full : relative}
      className={show === "both" ? undefined : "whitespace-nowrap"}
    >
      {show === "both" ? full : show === "relative" ? relative : formatTime(at, timeZone, now)}
      {show === "both" && <span className="whitespace-nowrap text-ink-faint"> · {relative}</span>}
    </time>
  );
}
