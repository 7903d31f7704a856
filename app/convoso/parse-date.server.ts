import { DateTime } from "luxon";

const EARLIEST_YEAR = 1990;
const LATEST_YEAR = 2100;

// American order: Convoso's Adaptor offers month before day.
const DAYS = [
  ...["M/d/yyyy", "M/d/yy", "M-d-yyyy", "yyyy/M/d", "yyyy-M-d"],
  ...["MMMM d, yyyy", "MMM d, yyyy", "d MMM yyyy", "d-MMM-yyyy"],
];
const TIME = /[ ,]+(?:at +)?(\d{1,2}:\d{2})(:\d{2})? ?(?:([ap])\.?m\.?)?$/i;

type Options = { zone: string; setZone: true; locale: "en-US" };

function parseDigits(text: string, options: Options): DateTime | null {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return DateTime.fromSeconds(Number(text), { zone: "utc" });
  if (/^\d{13}$/.test(text)) return DateTime.fromMillis(Number(text), { zone: "utc" });
  if (/^\d{8}$/.test(text)) return DateTime.fromFormat(text, "yyyyMMdd", options);
  if (/^\d{14}$/.test(text)) return DateTime.fromFormat(text, "yyyyMMddHHmmss", options);
  return null;
}

function parseWords(text: string, options: Options): DateTime | null {
  const plain = text.replace(/^(sun|mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?)(day)?,? +/i, "").replace(/ +/g, " ");
  const [suffix = "", clock = "", seconds = "", half] = TIME.exec(plain) ?? [];
  const day = plain.slice(0, plain.length - suffix.length);
  const time = suffix === "" ? "" : ` ${clock}${seconds}${half ? ` ${half}m` : ""}`;
  const timeFormat = suffix === "" ? "" : `${half ? " h:mm" : " H:mm"}${seconds && ":ss"}${half ? " a" : ""}`;
  for (const format of DAYS) {
    const parsed = DateTime.fromFormat(day + time, format + timeFormat, options);
    if (parsed.isValid) return parsed;
  }
  return null;
}

function parseStandard(text: string, options: Options): DateTime | null {
  if (!/^\d{4}(-\d{1,2}-|\d{4}T)/.test(text)) return DateTime.fromRFC2822(text, options);
  const parsed = DateTime.fromISO(text, options);
  return parsed.isValid ? parsed : DateTime.fromSQL(text, options);
}

/** As Convoso writes it by default, or as ISO 8601. */
const USUAL = /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d):([0-5]\d)(Z?)$/;
const MOST_MINUTES = 1_000;
const minutes = new Map<string, Date | null>();

/**
 * Reads a date in any format that Convoso's Adaptor offers, ISO 8601, RFC 2822, or Unix seconds or milliseconds.
 * Without a zone of its own it is local time in `timeZone` (an IANA name). A local time that autumn repeats is read as the
 * first of the two, one that spring skips as an hour later (02:30 is 03:30): the same text is always the same moment.
 * @returns null where it is no date between 1990 and 2100 in a format that we know
 */
export function parseDate(text: string, timeZone: string): Date | null {
  const trimmed = text.trim();
  if (trimmed.length > 60) return null;
  const [, minute, seconds, utc] = USUAL.exec(trimmed) ?? [];
  if (minute === undefined) return parseAnyDate(trimmed, timeZone);
  // Calls of the same minute come one after the other, and the seconds do not depend on the zone.
  const start = remember(`${minute}${utc} ${timeZone}`, () => parseAnyDate(`${minute}:00${utc}`, timeZone));
  return start && new Date(start.getTime() + Number(seconds) * 1000);
}

function remember(minute: string, read: () => Date | null): Date | null {
  const known = minutes.get(minute);
  if (known !== undefined) return known;
  if (minutes.size >= MOST_MINUTES) minutes.clear();
  const start = read();
  minutes.set(minute, start);
  return start;
}

function parseAnyDate(trimmed: string, timeZone: string): Date | null {
  const options: Options = { zone: timeZone, setZone: true, locale: "en-US" };
  const candidates = /^[\d.]+$/.test(trimmed) ? [parseDigits] : [parseStandard, parseWords];
  for (const parse of candidates) {
    const parsed = parse(trimmed, options);
    if (!parsed?.isValid || parsed.year < EARLIEST_YEAR || parsed.year > LATEST_YEAR) continue;
    // By itself luxon takes the offset of the season that the server is in, so a replay in spring would move the call.
    return (parsed.getPossibleOffsets()[0] ?? parsed).toJSDate();
  }
  return null;
}
