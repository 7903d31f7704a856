import { DateTime } from "luxon";
import { findZone, fixedZone, isOtherSeason } from "#app/convoso/find-zone.server.ts";
import type { ProblemCode } from "#app/convoso/problems.server.ts";
import { translateDate } from "#app/convoso/translate-date.server.ts";
import { plainDigits } from "#app/lib/plain-digits.ts";

const EARLIEST_YEAR = 1990;
const LATEST_YEAR = 2100;

/** A moment, and how the text was bent to read it. */
export type ReadDate = { at: Date; code: ProblemCode | null };
/** Why a text is no date. */
export type NoDate = { at: null; code: ProblemCode };

type Day = { year: number; month: number; day: number; isDayFirst?: boolean };
type Time = { hour: number; minute: number; second: number; millisecond: number };

const NO_DATE: NoDate = { at: null, code: "not-date" };

function fromNumber(text: string): ReadDate | NoDate | null {
  const exact = fromScientific(text).replace(/^\d(?:,\d{3}){3,5}$/, (digits) => digits.replaceAll(",", ""));
  if (/^\d{9,10}(\.\d+)?$/.test(exact)) return moment(Number(exact) * 1000);
  if (/^\d{13}(\.\d+)?$/.test(exact)) return moment(Number(exact));
  if (/^\d{16}$/.test(exact)) return moment(Number(exact.slice(0, 13)));
  if (/^\d{19}$/.test(exact)) return moment(Number(exact.slice(0, 13)));
  return null;
}

/** 1.7105382E9, where none of the digits of whole seconds is lost. */
function fromScientific(text: string): string {
  const [, lead, decimals = "", exponent] = /^(\d)\.(\d+)e\+?(\d{1,2})$/i.exec(text) ?? [];
  return lead !== undefined && decimals.length === Number(exponent) ? lead + decimals : text;
}

function moment(milliseconds: number, code: ProblemCode | null = null): ReadDate {
  return { at: new Date(milliseconds), code };
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const WEEKDAY = /\b(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?\b[.,]*/i;
const TIME = /(?:^|[\sT:,])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:](\d{1,9}))?)?\s*(?:([ap])(?:\.?\s?m)?\b\.?)?/i;
const HOUR = /(?:^|[\s,])(\d{1,2})\s*([ap])\.?m\b\.?/i;
/** With dots, as Oracle and much of Europe write it: only behind the day. */
const DOTTED = /(?<=[\d\p{L}]\s+)(\d{1,2})[.h](\d{2})(?:\.(\d{2})(?:\.(\d{1,9}))?)?\s*(?:([ap])\.?\s?m\b\.?)?$/iu;
const OFFSET =
  /(?:\b(?:GMT|UTC|UT)\s*|(?<=\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*|T\d{4,6}|\d{8}\s?\d{4,6}\s?))([+-])(\d{1,2})(?::?(\d{2}))?\s*(?:UTC|GMT|Z)?(?=$|\s+\d{4}$)/i;
const IANA = /\s([A-Za-z]+(?:\/[A-Za-z_]+)+)$/;
const ABBREVIATION =
  /(?:(?<=\d)|\s)([a-z]+ (?:standard|daylight) time|[a-z]+ time|eastern|central|mountain|pacific|[a-z]{2,5})(?=$|\s+\d{4}$)/i;

const fullYear = (text: string) => (text.length > 2 ? Number(text) : Number(text) + (Number(text) > 60 ? 1900 : 2000));

/** American order where both are possible: Convoso's Adaptor offers month before day. */
function fromParts(first: string, second: string, year: string): Day {
  const isDayFirst = Number(first) > 12;
  const [month, day] = isDayFirst ? [second, first] : [first, second];
  return { year: fullYear(year), month: Number(month), day: Number(day), isDayFirst };
}

const DAYS: [RegExp, (match: string[]) => Day | null][] = [
  [/^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/, ([, y = "", , m, d]) => ({ year: +y, month: Number(m), day: Number(d) })],
  [/^(\d{4})(\d\d)(\d\d)$/, ([, y = "", m, d]) => ({ year: +y, month: Number(m), day: Number(d) })],
  [/^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)$/, ([, a = "", b = "", y = ""]) => fromParts(a, b, y)],
  [/^(\d{1,2})-(\d{1,2})-(\d{4})$/, ([, a = "", b = "", y = ""]) => fromParts(a, b, y)],
  // With dots the day mostly comes first, but not always: only where it is clear.
  [
    /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/,
    ([, a = "", b = "", y = ""]) => (+a > 12 || +b > 12 || a === b ? fromParts(a, b, y) : null),
  ],
  [
    new RegExp(`^${MONTH}[\\s,/-]*(\\d{1,2})(?:st|nd|rd|th)?[\\s,/-]+(\\d{4}|\\d\\d)$`, "i"),
    ([, m, d, y = ""]) => named(m, d, y),
  ],
  [
    new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?[\\s,/-]*${MONTH}[\\s,/-]*(\\d{4}|\\d\\d)$`, "i"),
    ([, d, m, y = ""]) => named(m, d, y),
  ],
];

function named(month = "", day = "", year = ""): Day {
  return { year: fullYear(year), month: MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1, day: Number(day) };
}

function findDay(text: string): Day | null {
  const plain = text.replace(/\s+/g, " ").replace(/^[\s,]+|[\s,T:-]+$/g, "");
  for (const [pattern, read] of DAYS) {
    const match = pattern.exec(plain);
    if (match) return read(match);
  }
  return null;
}

function toTime(match: RegExpExecArray | null): Time | null {
  if (!match) return { hour: 0, minute: 0, second: 0, millisecond: 0 };
  const isShort = match.length === 3;
  const [, hours = "", minutes = "0", seconds = "0", fraction = "", half = ""] = isShort
    ? [match[0], match[1], "0", "0", "", match[2]]
    : match;
  const hour = Number(hours);
  const isMorning = half.toLowerCase() === "a";
  // "0:30 AM" and "14:30 PM" can mean one thing only.
  if (half !== "" && (isMorning ? hour > 12 : hour < 1 || hour > 23)) return null;
  return {
    hour: half === "" ? hour : (hour % 12) + (isMorning ? 0 : 12),
    minute: Number(minutes),
    second: Number(seconds),
    millisecond: Number(fraction.slice(0, 3).padEnd(3, "0")),
  };
}

type Zoned = { rest: string; zone: string | null; name?: string; code?: ProblemCode | null };

/** Takes the zone off: an offset, a name of the IANA list, or an abbreviation. Null where it is a zone that nobody knows. */
function takeZone(text: string, timeZone: string): Zoned | null {
  const [, inBrackets = ""] = /\(([A-Za-z]{1,5}|[A-Za-z]+ (?:(?:standard|daylight) )?time)\)\s*$/i.exec(text) ?? [];
  const plain = text.replace(/\s*\([^()]*\)\s*$|\[[\w/+-]+\]$/, "").trim();
  const without = ({ index, 0: found }: RegExpExecArray) => plain.slice(0, index) + plain.slice(index + found.length);
  const utc = /(?<=\d)\s*Z$/i.exec(plain);
  if (utc) return { rest: without(utc), zone: "utc" };
  const offset = OFFSET.exec(plain);
  if (offset) {
    const total = Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
    return Math.abs(total) <= 14 * 60 ? { rest: without(offset), zone: fixedZone(total / 60) } : null;
  }
  const iana = IANA.exec(plain);
  if (iana?.[1]) return DateTime.local({ zone: iana[1] }).isValid ? { rest: without(iana), zone: iana[1] } : null;
  const named = ABBREVIATION.exec(plain);
  const name = named?.[1] ?? "";
  if (!named || /^[ap]m$/i.test(name) || MONTHS.includes(name.slice(0, 3).toLowerCase()))
    return inBrackets ? takeZone(`${plain} ${inBrackets}`, timeZone) : { rest: plain, zone: null };
  const found = findZone(name, timeZone);
  return found && { rest: without(named), name, ...found };
}

/** As Convoso writes it by default, or as ISO 8601. */
const USUAL = /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d):([0-5]\d)(Z?)$/;
const MOST_MINUTES = 1_000;
const minutes = new Map<string, ReadDate | NoDate>();

/**
 * Reads a date in any format that Convoso's Adaptor offers, ISO 8601, RFC 2822, Unix time (seconds to nanoseconds), or as
 * JavaScript, Java, .NET, databases, spreadsheets and people write it, in several languages.
 * Without a zone it is local time in `timeZone` (an IANA name). A local time that autumn repeats is read as the
 * first of the two, one that spring skips as an hour later (02:30 is 03:30): the same text is always the same moment.
 * What was bent is told by a code, and so is why a text is no date between 1990 and 2100.
 */
export function parseDate(text: string, timeZone: string): ReadDate | NoDate {
  const trimmed = text.trim();
  if (trimmed.length > 100) return NO_DATE;
  const [, minute, seconds, utc] = USUAL.exec(trimmed) ?? [];
  if (minute === undefined) return parseAnyDate(trimmed, timeZone);
  // Calls of the same minute come one after the other, and the seconds do not depend on the zone.
  const start = remember(`${minute}${utc} ${timeZone}`, () => parseAnyDate(`${minute}:00${utc}`, timeZone));
  return start.at === null ? start : { at: new Date(start.at.getTime() + Number(seconds) * 1000), code: start.code };
}

function remember(minute: string, read: () => ReadDate | NoDate): ReadDate | NoDate {
  const known = minutes.get(minute);
  if (known !== undefined) return known;
  if (minutes.size >= MOST_MINUTES) minutes.clear();
  const start = read();
  minutes.set(minute, start);
  return start;
}

/** What is left of a form that was encoded twice. An offset has no seconds. */
const PLUS_FOR_BLANK = /^(\d{4}-\d\d-\d\d|\d\d\/\d\d\/\d{4})\+(?=\d\d?:\d\d:\d\d)/;

function parseAnyDate(sent: string, timeZone: string): ReadDate | NoDate {
  const plain = plainDigits(sent)
    .replace(/^["'`=]+|["'`]+$/g, "")
    .replaceAll("\\/", "/")
    .replace(/(?<=\d)_(?=\d)/, " ")
    .trim();
  const text = plain.replace(PLUS_FOR_BLANK, "$1 ");
  const known = fromDotNet(text) ?? fromNumber(text) ?? fromSerial(text, timeZone) ?? fromWords(text, timeZone);
  const read = known.at === null ? fromTranslation(text, timeZone, known) : known;
  if (read.at === null) return read;
  const year = read.at.getTime() / 31_556_952_000 + 1970;
  if (year < EARLIEST_YEAR || year > LATEST_YEAR + 1) return NO_DATE;
  return text === plain ? read : { ...read, code: read.code ?? "entities-decoded" };
}

/** In the words or signs of another language. */
function fromTranslation(text: string, timeZone: string, failed: NoDate): ReadDate | NoDate {
  const english = /\d/.test(text) ? translateDate(text) : text;
  const read = english === text ? failed : fromWords(english, timeZone);
  return read.at === null ? failed : read;
}

function fromDotNet(text: string): ReadDate | null {
  const [, milliseconds] = /^\/?Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/?$/.exec(text) ?? [];
  return milliseconds === undefined ? null : moment(Number(milliseconds));
}

/** A spreadsheet's days since 1900, which only a fraction tells from other numbers. */
function fromSerial(text: string, timeZone: string): ReadDate | null {
  if (!/^[34]\d{4}\.\d{2,}$/.test(text)) return null;
  const seconds = Math.round((Number(text) - 25_569) * 86_400);
  const local = DateTime.fromSeconds(seconds, { zone: "utc" }).setZone(timeZone, { keepLocalTime: true });
  return moment(local.toMillis(), "date-serial");
}

function fromWords(text: string, timeZone: string): ReadDate | NoDate {
  const zoned = takeZone(text.replace(WEEKDAY, " ").trim(), timeZone);
  if (!zoned) return { at: null, code: /\d/.test(text) ? "zone-unknown" : "not-date" };
  const { rest, zone, name = "", code = null } = zoned;
  const compact = /^(\d{8})[T ]?(\d\d)(\d\d)(\d\d)?$/.exec(rest.trim());
  const spaced = compact
    ? `${compact[1]} ${compact[2]}:${compact[3]}:${compact[4] ?? "00"}`
    : rest.replace(/\bat\b/i, " ");
  const match = TIME.exec(spaced) ?? HOUR.exec(spaced) ?? DOTTED.exec(spaced.trim());
  const time = toTime(match);
  const day = findDay(
    match ? `${spaced.slice(0, match.index)} ${spaced.slice(match.index + match[0].length)}` : spaced,
  );
  if (!day || !time || day.year < EARLIEST_YEAR || day.year > LATEST_YEAR) return NO_DATE;
  const isMidnight = time.hour === 24 && time.minute === 0 && time.second === 0;
  const wall = { year: day.year, month: day.month, day: day.day, ...time, ...(isMidnight ? { hour: 0 } : {}) };
  const parsed = DateTime.fromObject(wall, { zone: zone ?? timeZone }).plus({ days: isMidnight ? 1 : 0 });
  if (!parsed.isValid) return NO_DATE;
  const bent = code ?? (day.isDayFirst ? "date-day-first" : null);
  if (zone !== null && !zone.includes("/")) {
    return moment(parsed.toMillis(), isOtherSeason(name, parsed.toJSDate()) ? "zone-season" : bent);
  }
  // luxon alone takes the offset of the season that the server is in, so a replay in spring would move the call.
  const offsets = parsed.getPossibleOffsets();
  const isSkipped = !isMidnight && (parsed.hour !== wall.hour || parsed.minute !== wall.minute);
  const shift = isSkipped ? "hour-skipped" : offsets.length > 1 ? "hour-repeated" : null;
  return moment((offsets[0] ?? parsed).toMillis(), shift ?? bent);
}
