import { plainDigits } from "#app/lib/plain-digits.ts";

const MAX_SECONDS = 7 * 24 * 3600;

const PLAIN = /^\+?(\d{1,12}(?:\.\d+)?)$/;
const GROUPED = /^\d{1,3}(?:[, '’]\d{3})+(?:\.\d+)?$/;
const CLOCK = /^(?:(\d{1,3}):)?(\d{1,4}):([0-5]?\d)(?:\.\d+)?(?:\s*m(?:in(?:ute)?s?)?)?\.?$/i;
/** Hours and minutes, where the unit says so. */
const HOURS = /^(\d{1,3}):([0-5]\d)\s*h(?:ou)?(?:rs?)?$/i;
const PARTS =
  /^(?:P(?:0Y)?(?:0M)?T?)?(?:(\d+(?:\.\d+)?)d(?:ays?)?T?)?(?:(\d+(?:\.\d+)?)h(?:ou)?(?:rs?|oras?)?)?(?:(\d+(?:\.\d+)?)m(?:in(?:ut[eo])?s?)?)?(?:(\d+(?:\.\d+)?)s(?:e[cg](?:(?:o|u)ndo?)?s?)?)?(?:(\d+)m(?:illi)?s(?:ec(?:ond)?s?)?)?$/i;

function inSeconds(text: string): number | null {
  if (PLAIN.test(text)) return Number(text);
  if (GROUPED.test(text)) return Number(text.replace(/[, '’]/g, ""));
  const ofDay = HOURS.exec(text);
  if (ofDay) return Number(ofDay[1]) * 3600 + Number(ofDay[2]) * 60;
  const clock = CLOCK.exec(text);
  if (clock) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const parts = PARTS.exec(
    withUnits(
      withPoint(text)
        .replace(/\band\b|[\s,]+|(?<=[hms]):(?=\d)/gi, "")
        .replace(/\.$/, ""),
    ),
  );
  if (!parts || parts.slice(1).every((part) => part === undefined)) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return days * 86_400 + hours * 3600 + minutes * 60 + seconds + milliseconds / 1000;
}

/** A comma before one or two digits is a decimal one: "62,05 min"; before three it groups: "3,723 s". */
const withPoint = (text: string) => text.replace(/^(\d+),(?=\d{1,2}(?!\d))/, "$1.");

/** Minutes and seconds as marks: 2'05". */
const withUnits = (text: string) =>
  text.replace(/^(\d+)['′](?:(\d+)(?:"|″|['′]{2}))?$/, (_, m, s) => `${m}m${s ?? 0}s`);

/** The signs of Chinese, Japanese and Korean, Python's "1 day, 0:02:05", and "1h02" for "1h 2m". */
const translate = (text: string) =>
  text
    .replace(/(?<=\d)\s*(?:小时|小時|時間|시간)/g, "h")
    .replace(/(?<=\d)\s*(?:分钟|分鐘|分|분)/g, "m")
    .replace(/(?<=\d)\s*(?:秒钟|秒鐘|秒|초)/g, "s")
    .replace(/^(\d{1,2}) days?,? (\d{1,2}):([0-5]\d):([0-5]\d(?:\.\d+)?)$/, "$1d$2h$3m$4s")
    .replace(/(?<=\d)h([0-5]\d)$/i, "h$1m")
    .replace(/(?<=\d)m([0-5]\d)$/i, "m$1s");

/** Takes a spreadsheet's quotes off, and brackets around a unit. */
const unwrap = (text: string) =>
  text
    .replace(/^=?(["'])(.*)\1$/, "$2")
    .replace(/^'(?=\d)/, "")
    .replace(/\s*\((\D+)\)$/, " $1");

/**
 * Reads a length as whole seconds: "120", "120.7", "1,234", "120 sec", "2:05", "00:02:05", "1h 2m 3s", "2 min", "PT1M30S".
 * 0 is a length like any other.
 * @returns null where it is no length between nothing and seven days
 */
export function parseDuration(text: string): number | null {
  const plain = plainDigits(text).trim();
  if (plain.length > 60) return null;
  const sent = unwrap(plain).trim();
  const seconds = inSeconds(sent) ?? inSeconds(translate(sent));
  return seconds !== null && Math.round(seconds) <= MAX_SECONDS ? Math.round(seconds) : null;
}
