import { Link } from "@remix-run/react";
import type { CalendarDay, CalendarHour, DayCounts } from "#app/features/ledger/read-calendar.server.ts";
import { classNames } from "#app/lib/class-names.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import type { Hours } from "#app/lib/format-time.ts";
import type { Tone } from "#app/ui/badges.tsx";
import { BothCounts, windowStates } from "#app/ui/ledger.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { useClock } from "#app/ui/time.tsx";

const tones: Record<Tone, string> = {
  ok: "bg-ok-wash text-ok",
  warn: "bg-warn-wash text-warn",
  bad: "bg-bad text-surface",
  info: "bg-info-wash text-info",
  muted: "bg-muted-wash text-muted",
};

/** What a cell shows beside its colour. */
const signs = { equal: "=", accepted: "✓", "could not ask": "!", "not comparable": "?", "not asked": "·" };

const MOST_SHOWN = 99;

/** "14:00", or "2 PM". */
function clock(hour: number, hours: Hours): string {
  if (hours === "24") return `${String(hour).padStart(2, "0")}:00`;
  return `${((hour + 11) % 12) + 1} ${hour < 12 ? "AM" : "PM"}`;
}

/** What stands above a column: "14", or "2p". */
function shortClock(hour: number, hours: Hours): string {
  return hours === "24" ? String(hour) : `${((hour + 11) % 12) + 1}${hour < 12 ? "a" : "p"}`;
}

/** A cell in words: "Sat, Nov 28, 14:00: Equal. Convoso has 1,204 calls, the portal 1,204". */
function inWords(day: string, hour: string, { window }: CalendarHour): string {
  const { label } = windowStates[window?.state ?? "not asked"];
  const counts =
    window?.calls_there == null || window.calls_here === null
      ? window === null || window === undefined
        ? "Not compared yet"
        : "The counts are unknown"
      : `Convoso has ${formatNumber(window.calls_there)} calls, the portal ${formatNumber(window.calls_here)}`;
  return `${day}, ${hour}: ${label}. ${counts}`;
}

function Cell({ day, hour, content }: { day: string; hour: string; content: CalendarHour }) {
  const { window, startsAt } = content;
  const state = window?.state ?? "not asked";
  const words = inWords(day, hour, content);
  const open = window?.open ?? 0;
  return (
    <Link
      to={`/admin/super/ledger/differences?hour=${startsAt.toISOString().slice(0, 16)}Z`}
      title={words}
      aria-label={words}
      prefetch="none"
      className={classNames(
        "grid h-7 min-w-7 place-items-center rounded-sm text-xs font-semibold hover:ring-1 hover:ring-line-strong",
        tones[windowStates[state].tone],
      )}
    >
      {state !== "differs" ? signs[state] : open > MOST_SHOWN ? `${MOST_SHOWN}+` : open}
    </Link>
  );
}

/** Both counts of a day, and of how many hours they are where not all of them are compared. */
function DayTotal({ counts }: { counts: DayCounts }) {
  const { compared, over } = counts;
  return (
    <>
      <BothCounts {...counts} />
      {compared < over && (
        <span className="block whitespace-nowrap text-ink-faint">
          in {compared} of {over} hours
        </span>
      )}
    </>
  );
}

/** Days by hours of the account's clock, the latest day first. Each cell leads to its hour, each day to its hours. */
export function Calendar({ days, zone }: { days: CalendarDay[]; zone: string }) {
  const { hours: by } = useClock();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="relative overflow-x-auto" tabIndex={0} aria-label="Days by hours">
      <table className="w-full border-separate border-spacing-0.5 p-2 text-xs">
        <caption className="sr-only">Result of the comparison for each hour, in {zone}, latest day first</caption>
        <thead>
          <tr className="text-ink-faint">
            <th scope="col" className="sticky start-0 bg-surface px-2 text-start font-medium">
              Day
            </th>
            {Array.from({ length: 24 }, (_, hour) => (
              <th key={clock(hour, by)} scope="col" className="font-normal">
                <span aria-hidden="true">{shortClock(hour, by)}</span>
                <span className="sr-only">{clock(hour, by)}</span>
              </th>
            ))}
            <th scope="col" className="px-2 text-end font-medium">
              Calls
            </th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, label, hours, counts }) => (
            <tr key={day}>
              <th scope="row" className="sticky start-0 bg-surface px-2 text-start font-medium whitespace-nowrap">
                <TextLink to={`/admin/super/ledger/differences?day=${day}`} className="inline-block leading-7">
                  {label}
                </TextLink>
              </th>
              {hours.map((hour, place) => (
                <td key={clock(place, by)} className="p-0">
                  {hour && <Cell day={label} hour={clock(place, by)} content={hour} />}
                </td>
              ))}
              <td className="px-2 text-end text-ink-soft">{counts && <DayTotal counts={counts} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the colours and signs of the calendar mean. */
export function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1.5 border-t border-line px-4 py-3 text-xs text-ink-soft">
      {Object.entries(windowStates).map(([state, { label, tone, meaning }]) => (
        <li key={state} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className={classNames("grid size-5 shrink-0 place-items-center rounded-sm font-semibold", tones[tone])}
          >
            {state === "differs" ? "3" : signs[state as keyof typeof signs]}
          </span>
          <span>
            <span className="font-medium text-ink">{label}</span>: {meaning}
          </span>
        </li>
      ))}
    </ul>
  );
}
