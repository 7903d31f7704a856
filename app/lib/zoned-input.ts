const pad = (value: string | undefined, length = 2) => String(value).padStart(length, "0");

/** `at` as an `<input type="datetime-local">` wants it, in `timeZone`; seconds only where there are any. */
export function toZonedInput(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    format.formatToParts(at).map((part) => [part.type, part.value]),
  );
  const seconds = Number(second) === 0 ? "" : `:${pad(second)}`;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}${seconds}`;
}

/**
 * What the URL says of a moment, as the input shows it: a time with an offset in `timeZone`, a day as the midnight at
 * its `edge`, any other text as it is.
 */
export function toInputValue(text: string, timeZone: string, edge: "start" | "end"): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const midnight = new Date(`${text}T00:00Z`);
    if (edge === "end") midnight.setUTCDate(midnight.getUTCDate() + 1);
    return Number.isNaN(+midnight) ? "" : toZonedInput(midnight, "UTC");
  }
  const hasOffset = /T.*(Z|[+-]\d\d:?\d\d)$/.test(text);
  const at = new Date(text);
  return hasOffset && !Number.isNaN(+at) ? toZonedInput(at, timeZone) : text;
}
