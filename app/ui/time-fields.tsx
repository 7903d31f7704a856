import { useSearchParams } from "@remix-run/react";
import { readClock, showClock } from "#app/lib/clock-text.ts";
import { isTimeZone } from "#app/lib/is-time-zone.ts";
import { toInputValue } from "#app/lib/zoned-input.ts";
import { Input } from "#app/ui/fields.tsx";
import { useClock } from "#app/ui/time.tsx";

const edges = [
  { name: "from", label: "From", time: "From, time", edge: "start" },
  { name: "to", label: "Until", time: "Until, time", edge: "end" },
] as const;

/** The start and end of a period in a filter, in the zone in which times are shown. `readSpan` reads them. */
export function TimeFields({ errors = {} }: { errors?: { from?: string | undefined; to?: string | undefined } }) {
  const timeOf = useTimeInput();
  const { hours } = useClock();
  return (
    <>
      {edges.map(({ name, label, time, edge }) => {
        const { day, clock } = timeOf(name, edge);
        const isTyped = errors[name] !== undefined; // a field for days cannot show a text that is none
        return (
          <span key={name} className="flex items-start gap-1">
            <Input
              type={isTyped ? "text" : "date"}
              label={label}
              className="w-36"
              name={name}
              defaultValue={day}
              error={errors[name]}
            />
            <Input
              label={time}
              className="w-24"
              name={`${name}_time`}
              placeholder={showClock("14:05", hours)}
              autoComplete="off"
              defaultValue={clock}
            />
          </span>
        );
      })}
      <ZoneOfTimes />
    </>
  );
}

/** Sends the zone in which times are typed, so that the address means the same to everybody. */
export function ZoneOfTimes() {
  return <input type="hidden" name="zone" value={useClock().timeZone} />;
}

type TimeInput = { day: string; clock: string };

/** A time of the URL as a day and a time of day, in the viewer's zone and by their clock. A whole day has no time of day. */
function useTimeInput(): (name: string, edge: "start" | "end") => TimeInput {
  const [query] = useSearchParams();
  const { timeZone, accountTimeZone, hours } = useClock();
  const zone = query.get("zone") ?? "";
  const zoneOfText = isTimeZone(zone) ? zone : accountTimeZone;
  return (name, edge) => {
    const day = query.get(name) ?? "";
    const clock = readClock(query.get(`${name}_time`) ?? "");
    const value = toInputValue(clock !== null && isDay(day) ? `${day}T${clock}` : day, { timeZone, zoneOfText, edge });
    const [date = "", time = ""] = value.split("T");
    if (time !== "00:00") return { day: date, clock: time && showClock(time, hours) };
    return { day: edge === "end" ? dayBefore(date) : date, clock: "" };
  };
}

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);
const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
