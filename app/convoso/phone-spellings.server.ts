import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { plainDigits } from "#app/lib/plain-digits.ts";
import { readPhone } from "#app/lib/read-phone.server.ts";

/** How a phone number may stand in what was stored. */
export type PhoneSpellings = {
  /** As people write it, or as it was typed where it is no number that can exist. */
  shown: string;
  /** What `contacts.phone_key` may hold of it. */
  keys: string[];
  /** Finds it in text: a regular expression that PostgreSQL and JavaScript read alike. */
  pattern: string;
};

/** Shorter ones would be found inside everything. */
const FEWEST_DIGITS = 7;

// What stands between digits: blanks and punctuation, plain, in a URL (also encoded twice), or as a JSON escape.
/** Marks that people put between digits, as they stand in brackets of a regular expression. */
const MARKS = "\\s().+/_,*•·|;~-";
const CODES = "(?:20|28|29|2[bBdDeEfF]|[aA]0)";
const SEPARATOR = `(?:[${MARKS}]|%(?:25)*${CODES}|\\\\+u00${CODES})*`;
// A digit in front belongs to a longer number, unless it is the end of an escape (%28, \\u0028, \\302). All of it is said
// without looking behind, which costs PostgreSQL a thousand times as much.
const START = "(?:^|[^0-9]|%[0-9a-fA-F]{2}|\\\\u00[0-9a-fA-F]{2}|\\\\[0-3][0-7]{2})";
const START_ALONE = `(?:^|[^0-9${MARKS}])${SEPARATOR}`;
const END = "(?:[^0-9]|$)";

/**
 * The spellings of a phone number: with or without country code and trunk zero, with any punctuation, in JSON, forms and
 * URLs. A local number without its area, such as 555-0123, is found only where nothing stands in front of it, because
 * behind another area code it is somebody else's. Null for text with fewer than seven digits.
 */
export function phoneSpellings(text: string): PhoneSpellings | null {
  const { e164 } = readPhone(text);
  const typed = plainDigits(text).replace(/\D/g, "");
  if (typed.length < FEWEST_DIGITS && e164 === null) return null;
  const phone = parsePhoneNumberFromString(e164 ?? "");
  const spelled = (digits: string) => [...digits].join(SEPARATOR);
  if (!phone) {
    return { shown: text.trim(), keys: [typed], pattern: `${START_ALONE}${spelled(typed)}${END}` };
  }
  const { countryCallingCode, nationalNumber } = phone;
  const country = `(?:(?:(?:011|00)${SEPARATOR})?${spelled(countryCallingCode)}${SEPARATOR})?`;
  const trunk = `(?:0${SEPARATOR})?`;
  return {
    shown: phone.formatInternational(),
    keys: [phone.number, countryCallingCode + nationalNumber, nationalNumber],
    pattern: `${START}${country}${trunk}${spelled(nationalNumber)}${END}`,
  };
}
