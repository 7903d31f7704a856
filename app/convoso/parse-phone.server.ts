// `min` is the smallest metadata (83 kB) that knows each country's number patterns, which `isValid` needs for US and Canada.
import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/**
 * Digits as North America dials them, which nearly all are. Whether such a number can exist is decided by its first four,
 * but for area codes that are given out in smaller pieces; so the library is asked once for each four.
 */
const NORTH_AMERICAN = /^(?:\+?1)?((?!52|983)[2-9]\d{3})\d{6}$/;
const areas = new Map<string, boolean>();

function parseValid(text: string): string | null {
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

/**
 * Reads a phone number as E.164, such as "+12135550123", or null where it is no number that can exist.
 * Valid is asked for, not merely possible: 555-01xx numbers of films and samples are valid, while a local "555-0123" and
 * fillers such as 9999999999 are not, and must never make two strangers one contact.
 * @param phoneCode the country's calling code where it came under a key of its own; without it the US is assumed
 */
export function parsePhone(text: string, phoneCode: string | null = null): string | null {
  const code = phoneCode?.replace(/\D/g, "").replace(/^0+/, "");
  if (!code || code === "1" || text.trim().startsWith("+")) return parseValid(text);
  return parseValid(`+${code} ${text}`) ?? parseValid(`+${text}`);
}
