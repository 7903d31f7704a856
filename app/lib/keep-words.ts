/** Units of how long a recording is kept. */
export const KEEP_UNITS = ["days", "months", "years"] as const;
export type KeepUnit = (typeof KEEP_UNITS)[number];

/** How long a rule keeps: "10 years", "1 month", "forever". */
export function keepWords({ keep_count: count, keep_unit: unit }: KeepTime): string {
  if (count === null || unit === null) return "forever";
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}

/** So many units after the call; both null: never deleted. */
export type KeepTime = { keep_count: number | null; keep_unit: KeepUnit | null };
