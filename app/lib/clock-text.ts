import type { Hours } from "#app/lib/format-time.ts";

const CLOCK = /^(\d{1,2})(?:[:.](\d\d))?(?:[:.](\d\d))?\s*(?:([ap])\.?\s*m\.?)?$/i;

/** A time of day as people type it, such as "14:05", "2:05 PM" or "2pm", as "14:05"; null if it is none. */
export function readClock(text: string): string | null {
  const [, hour = "", minute, second, half] = CLOCK.exec(text.trim()) ?? [];
  if (hour === "" || (minute === undefined && half === undefined)) return null;
  const number = Number(hour);
  if (half === undefined ? number > 23 : number < 1 || number > 12) return null;
  if (Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return null;
  const hours = half === undefined ? number : (number % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  return [hours, minute ?? 0, ...(second === undefined ? [] : [second])]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

/** "14:05" or "14:05:30" by a clock of so many hours: "2:05 PM", "2:05:30 PM". */
export function showClock(clock: string, hours: Hours): string {
  if (hours === "24") return clock;
  const [hour = "0", ...rest] = clock.split(":");
  return `${[((Number(hour) + 11) % 12) + 1, ...rest].join(":")} ${Number(hour) < 12 ? "AM" : "PM"}`;
}
