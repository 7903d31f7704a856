/** Zones to suggest, the most common first: nearly all of Convoso's accounts are in the US. */
const LIKELY_ZONES = [
  "America/Los_Angeles",
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Anchorage",
  "Pacific/Honolulu",
  "UTC",
];

/**
 * How Convoso's own offsets fit the configured zone. `example` is one that does not; `fitting` are zones in which all are
 * right. Null where no offset is known.
 */
export type ZoneCheck = { zone: string; agree: number; differ: number; example: string | null; fitting: string[] };

/** The clock of a zone at a moment, as minutes ahead of UTC. */
function minutesAhead(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours = "0", minutes = "0"] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** @param offset such as 2016-11-17T10:54:21-08:00 */
function fits(offset: string, timeZone: string): boolean {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  const stated = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return minutesAhead(new Date(offset), timeZone) === stated;
}

/** Compares the times with offsets that Convoso sent with the zone in which the portal reads those without. */
export function compareZone(offsets: readonly string[], zone: string): ZoneCheck | null {
  if (offsets.length === 0) return null;
  const wrong = offsets.filter((offset) => !fits(offset, zone));
  const fitting = LIKELY_ZONES.filter((likely) => offsets.every((offset) => fits(offset, likely)));
  return {
    zone,
    agree: offsets.length - wrong.length,
    differ: wrong.length,
    example: wrong.at(-1) ?? null,
    fitting: wrong.length === 0 ? [] : fitting,
  };
}
