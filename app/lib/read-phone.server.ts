// `min` is the smallest metadata (83 kB) that knows each country's number patterns, which `isValid` needs for US and Canada.
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { plainDigits } from "#app/lib/plain-digits.ts";

/** What a text says of phone numbers. */
export type PhoneReading = {
  /** The first number, as E.164; null where there is none that can exist. */
  e164: string | null;
  /** That number as it stands in the text, without its extension. */
  shown: string;
  extension: string | null;
  /** All further numbers, as E.164. */
  others: string[];
  /** Whether something else than a number's usual punctuation stood around it. */
  isBent: boolean;
  /** A spreadsheet has rounded it. */
  isDamaged: boolean;
};

/**
 * Digits as North America dials them, which nearly all are. Whether such a number can exist is decided by its first four,
 * but for area codes that are given out in smaller pieces; so the library is asked once for each four.
 */
const NORTH_AMERICAN = /^(?:\+?1)?((?!52|983)[2-9]\d{3})\d{6}$/;
const areas = new Map<string, boolean>();
/** The same as people write it. */
const USUAL = /^(?:\+?1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]{0,3}\d{3}[ .-]{0,3}\d{4}$/;

function parsePlain(text: string): string | null {
  const [, area] = NORTH_AMERICAN.exec(text) ?? [];
  if (area === undefined) return parseAny(text);
  const isArea = areas.get(area) ?? parseAny(text) !== null;
  areas.set(area, isArea);
  return isArea ? `+1${text.slice(-10)}` : null;
}

function parseAny(text: string): string | null {
  const phone = parsePhoneNumberFromString(text, { defaultCountry: "US", extract: false });
  return phone?.isValid() ? phone.number : null;
}

/** One number without anything around it. Valid is asked for, not merely possible. */
function parseNumber(text: string, code: string): string | null {
  if (code === "" || code === "1" || text.startsWith("+")) return parsePlain(text);
  return parsePlain(`+${code} ${text}`) ?? parsePlain(`+${text}`);
}

const EXTENSION =
  /[\s,;]*(?:;\s*ext\s*=|(?:\b|(?<=\d))(?:extension|extn?|ex|poste)(?![a-z])\.?\s*[:#=]?|(?<=[\d\s)])x\.?|(?<=[\d\s)])#|(?<=\d)(?:,|[pw])+)\s*(\d{1,7})\s*$/i;
/** A number where several may stand, or words around it: with a "+", or as North America writes it. */
const CANDIDATE =
  /(?<![\d+])(?:(?:\+|(?<!\d)00|(?<!\d)011[\s.-]?)[1-9][\d\s().-]{6,20}\d|(?:\+?1[\s.-]*)?\(?[2-9]\d{2}\)?[\s.-]*\d{3}[\s.-]*\d{4})(?!\d)/g;
const VANITY =
  /^(?:\+?1[\s.-]*)?\(?[2-9]\d{2}\)?[\s.-]*(?=(?:[\s.-]*[A-Za-z\d]){7,12}$)(?=.*[A-Za-z]{3})[A-Za-z\d\s.-]+$/;
const KEYPAD = "22233344455566677778889999";

function fromVanity(text: string): string | null {
  if (!VANITY.test(text)) return null;
  const digits = text
    .replace(/[a-z]/gi, (letter) => KEYPAD[letter.toLowerCase().charCodeAt(0) - 97] ?? "")
    .replace(/\D/g, "");
  return digits.slice(0, digits.startsWith("1") ? 11 : 10);
}

/** What programs put around a number: a URL's scheme, a spreadsheet's quotes, decimals; a telephone's `*67`; odd marks. */
function unwrap(text: string): string {
  return text
    .replace(/^=?["'`\s]+|["'`\s]+$/g, "")
    .replace(/^(?:tel|callto|sms|sips?|whatsapp|fax|phone)\s*:\s*(?:\/\/)?/i, "")
    .replace(/@[\w.-]+.*$/, "")
    .replace(/[?;](?!\s*ext)[a-z-]+=[^;]*/gi, "")
    .replace(/^(\+?\d{7,15})\.0+$/, "$1")
    .replace(/^\*\d\d[\s-]*(?=[+\d(])/, "")
    .replace(/(?<=\d\)?)\s*[·•_*]+\s*(?=\d)/g, "-")
    .replace(/^\d{1,3}(?:,\d{3}){2,4}$/, (digits) => digits.replaceAll(",", ""));
}

/** A number in scientific notation, where none of its digits is lost; null where it is no such notation. */
function fromScientific(text: string): { digits: string | null } | null {
  const [, lead, decimals = "", exponent] = /^\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i.exec(text) ?? [];
  if (lead === undefined) return null;
  return { digits: decimals.length === Number(exponent) ? lead + decimals : null };
}

/**
 * "+1 (0)…", "+00…", "++1", "+1+44…": a number's international notation as people and programs get it wrong. Mexico has no
 * "1" behind its code since 2019.
 */
function tidy(text: string): string {
  return text
    .replace(/^\(\+\s*(\d{1,3})\)/, "+$1 ")
    .replace(/^1\+(?=\d)/, "+1")
    .replace(/^\+\s*\((\d{1,3})\)/, "+$1 ")
    .replace(/^\+\d{1,3}\s*(?=\+\d)/, "")
    .replace(/^\+52\s*1\s*(?=(?:[\s().-]*\d){10}$)/, "+52")
    .replace(/^\+[\s+]*(?:00|011)?\s*(?=[1-9])/, "+")
    .replace(/^00\s*(?=[1-9])/, "+")
    .replace(/^(\+\d[\d\s]{0,4})\(0\)/, "$1");
}

function findAll(text: string, code: string): { text: string; e164: string }[] {
  const found: { text: string; e164: string }[] = [];
  for (const [match] of text.matchAll(CANDIDATE)) {
    const e164 = parseNumber(tidy(match), code);
    if (e164) found.push({ text: match.trim(), e164 });
  }
  return found;
}

/**
 * Reads the phone numbers in a text, as Convoso, spreadsheets, telephones and people write them. Valid is asked for, not
 * merely possible: 555-01xx numbers of films and samples are valid, while a local "555-0123" and fillers such as 9999999999
 * are not.
 * @param phoneCode the country's calling code where it came under its own key; without it the US is assumed
 */
export function readPhone(sent: string, phoneCode: string | null = null): PhoneReading {
  const code = phoneCode?.replace(/\.0+$/, "").replace(/\D/g, "").replace(/^0+/, "") ?? "";
  const isUsual = (code === "" || code === "1") && USUAL.test(sent);
  const quick = isUsual ? parsePlain(sent.replace(/\D/g, "")) : null;
  const nothing = { e164: null, shown: sent.trim(), extension: null, others: [], isBent: false, isDamaged: false };
  if (quick) return { ...nothing, e164: quick };
  if (sent.length > 300) return nothing;
  const plain = plainDigits(sent).trim();
  const unwrapped = unwrap(plain);
  const scientific = fromScientific(unwrapped);
  if (scientific && scientific.digits === null) return { ...nothing, isDamaged: true };
  const whole = scientific?.digits ?? unwrapped;
  const [suffix = "", extension = null] = EXTENSION.exec(whole) ?? [];
  const number = tidy(whole.slice(0, whole.length - suffix.length).trim());
  const isBent =
    scientific !== null || plain !== unwrapped || plain !== sent.trim() || /^\+(?:\d+\s*\+|52\s*1)/.test(whole);
  const parsed = parseNumber(number, code);
  // The library leaves out what it takes for a parameter, which may be another number.
  const alone = parsed && number.replace(/\D/g, "").endsWith(parsed.slice(-7)) ? parsed : null;
  const shown = isBent || extension !== null ? number : sent.trim();
  // Of "1 1 239 …" the library takes one off.
  const isLonger = alone?.startsWith("+1") && number.replace(/\D/g, "").length > 11;
  if (alone) return { ...nothing, e164: alone, shown, extension, isBent: isBent || isLonger === true };
  const vanity = fromVanity(number);
  const spelled = vanity && parsePlain(vanity);
  if (spelled) return { ...nothing, e164: spelled, extension, isBent: true };
  const [first, ...more] = findAll(whole, code);
  if (!first) return nothing;
  const [, after = ""] = whole.split(first.text);
  const [, own = null] =
    more.length === 0
      ? (EXTENSION.exec(whole) ?? [])
      : (EXTENSION.exec(first.text + (after.split(/[/|;]/)[0] ?? "")) ?? []);
  const others = [...new Set(more.map(({ e164 }) => e164))].filter((other) => other !== first.e164);
  return { ...nothing, e164: first.e164, shown: first.text, extension: own, others, isBent: true };
}

/** All phone numbers in a text, as E.164. */
export function phonesIn(text: string): string[] {
  const { e164, others } = readPhone(text);
  return e164 === null ? [] : [e164, ...others];
}

/** A local number that counts up or down, or says one or two digits again and again; and directory assistance, everywhere alike. */
const FILLER =
  /(\d)\1{6}$|^(\d\d)\2{4}$|^(?:2345678900|0123456789|1234567890|2345678901|3456789012|9876543210|8765432109)$|5551212$/;
/** "ANONYMOUS", "RESTRICTED" and the like on a telephone's keys, as some switches send them. */
const WITHHELD = new Set(["266696687", "7378742833", "8656696", "2562533", "86282452253", "7748283"]);

/** Whether a number, given as E.164, is one that people type where they have none: it identifies nobody. */
export function isFillerPhone(e164: string): boolean {
  const national = e164.startsWith("+1") ? e164.slice(2) : e164.slice(1);
  return FILLER.test(national) || WITHHELD.has(national);
}

/** The same of digits as they were sent, with or without North America's 1 before them. */
export const areFillerDigits = (digits: string): boolean => isFillerPhone(`+1${digits.replace(/^1(?=\d{10}$)/, "")}`);
