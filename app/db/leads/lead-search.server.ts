import { type FragmentSqlToken, sql } from "slonik";
import { hadEmail, hadPhone } from "#app/db/leads/alias-search.server.ts";
import { isSurelyShown } from "#app/db/lists/is-surely-shown.server.ts";
import { foldText } from "#app/lib/fold-text.ts";
import { readPhone } from "#app/lib/read-phone.server.ts";
import { digitsOf, isWholePhone, wholePhoneKeys } from "#app/lib/whole-phone-keys.server.ts";

// Speaks to the index over `lead_words` (migrations/008_search.sql): a lead is found by how each word of its name, its e-mail address,
// or its phone begins, and by how its phone ends.

/** Words of a folded text end at ASCII's spaces and marks, as in `words_of`, but a name with an apostrophe is one word. */
const BETWEEN_WORDS = /[\t\n\r -&(-/:-@[-`{-~]+/;
/** A number as people write it. */
const PHONE = /^[\d\s().+-]+$/;

const wordsOf = (text: string) => text.split(BETWEEN_WORDS).filter((word) => /[^']/.test(word));
const quoted = (word: string) => `'${word.replace(/['\\]/g, "$&$&")}'`;
const beginning = (word: string) => `${quoted(word)}:*`;

/** The beginning of a phone as it may be stored, or its last digits. */
function phoneQueries(phone: string): string[] {
  const whole = wholePhoneKeys(phone);
  // Abroad people dial a zero where others dial the country's code: 020 7946 0123 is +44 20 7946 0123.
  const digits = digitsOf(phone);
  const ends = /^0[1-9]\d{5,}$/.test(digits) ? [digits, digits.slice(1)] : [digits];
  return [...whole.map(beginning), ...ends.map((end) => beginning(`<${[...end].reverse().join("")}`))];
}

const leadWords = sql.fragment`
  lead_words(contacts.first_name, contacts.last_name, contacts.email, contacts.phone_key)`;

const has = (either: readonly string[]) =>
  either.length > 0 ? sql.fragment`${leadWords} @@ ${either.join(" | ")}::tsquery` : sql.fragment`false`;
const names = sql.fragment`concat_ws(' ', contacts.first_name, contacts.last_name)`;

const hasWholePhone = (phone: string) =>
  sql.fragment`contacts.phone_key = any(${sql.array(wholePhoneKeys(phone), "text")})`;

/** What finds leads by a phone alone: a whole one in any notation, a part as its beginning or its last digits. */
export function hasPhone(phone: string): FragmentSqlToken {
  if (digitsOf(phone) === "") return sql.fragment`false`;
  const isNow = isWholePhone(phone)
    ? hasWholePhone(phone)
    : sql.fragment`${leadWords} @@ ${phoneQueries(phone).join(" | ")}::tsquery`;
  return sql.fragment`(${isNow} or ${hadPhone(phone)})`;
}

/** Whether a text is a phone, whole or in part: digits as people write them, or a number with words around it. */
export function isPhone(text: string): boolean {
  return PHONE.test(foldText(text).trim()) ? digitsOf(text).length >= 3 : readPhone(text).e164 !== null;
}

/** Both names, or more: such words are also looked for as they are, which takes the index a tenth of the time. */
export function hasSeveralWords(search: string): boolean {
  return !/[*@]/.test(search) && !PHONE.test(search) && wordsOf(foldText(search)).length > 1;
}

/**
 * What finds the leads that `search` means: words of the name by their beginnings, in any order; the beginning of an
 * e-mail address; a phone in any notation by its beginning or its last digits; a whole lead id. Phones and addresses of
 * earlier count as well. For those to whom phones and addresses are masked only whole ones, and no name that holds one:
 * they must not guess at them piece by piece. `isWhole`: words of the name as they are, not what only begins with them.
 */
export function matchesLead(search: string, { isMasked = false, isWhole = false } = {}): FragmentSqlToken {
  const text = foldText(search).trim();
  const words = wordsOf(text);
  const email = quoted(`@${text}`);
  // A phone that is no number of any country is stored as its digits, which a word of digits would find by its beginning.
  const asPart = (word: string) => (isWhole || (isMasked && /^\d+$/.test(word)) ? quoted(word) : beginning(word));
  // O'Connor is stored as "o", "connor" and "oconnor".
  const asWord = (word: string) => {
    const parts = word.split("'").filter((part) => part !== "");
    if (parts.length === 1) return asPart(parts[0] ?? "");
    return `(${asPart(parts.join(""))} | ${[...parts.slice(0, -1).map(quoted), asPart(parts.at(-1) ?? "")].join(" & ")})`;
  };
  const named = words.length > 0 ? [`(${words.map(asWord).join(" & ")})`] : [];
  const addressed = /\s/.test(text) ? [] : [isMasked ? email : `${email}:*`];
  const isPhoned = isPhone(search);
  const isKnown = isMasked
    ? sql.fragment`(${has(named)} and ${isSurelyShown(names)})
        or ${has(addressed)} or ${isPhoned ? hasWholePhone(search) : sql.fragment`false`}`
    : has([...named, ...addressed, ...(isPhoned ? phoneQueries(search) : [])]);
  return sql.fragment`(
    ${isKnown}
    or contacts.lead_id = ${search.trim()}
    ${isPhoned ? sql.fragment`or ${hadPhone(search, { isMasked })}` : sql.fragment``}
    ${/[\s*]/.test(text) || /^\d/.test(text) ? sql.fragment`` : sql.fragment`or ${hadEmail(search, { isMasked })}`}
  )`;
}
