import { type FragmentSqlToken, sql } from "slonik";

// Speaks to the index over `lead_words` (migration 006): a lead is found by how each word of its name, its e-mail address,
// or its phone begins, and by how its phone ends.

/** Words end at ASCII's spaces and marks, as in `lead_words`. */
const BETWEEN_WORDS = /[\t\n\r -/:-@[-`{-~]+/;
/** A number as people write it. */
const PHONE = /^[\d\s().+-]+$/;

const wordsOf = (text: string) => text.split(BETWEEN_WORDS).filter((word) => word !== "");
const quoted = (word: string) => `'${word.replace(/['\\]/g, "$&$&")}'`;
const beginning = (word: string) => `${quoted(word)}:*`;

/** The ways in which a typed number may begin what is stored: E.164, or the digits as they were sent. */
function phoneQueries(digits: string, isMasked: boolean): string[] {
  const whole = [digits, `+${digits}`, `+1${digits}`];
  if (isMasked) return whole.map(quoted);
  return [...whole.map(beginning), beginning(`<${[...digits].reverse().join("")}`)];
}

/** Both names, or more: such words are also looked for as they are, which takes the index a tenth of the time. */
export function hasSeveralWords(search: string): boolean {
  return !/[*@]/.test(search) && !PHONE.test(search) && wordsOf(search).length > 1;
}

/**
 * What finds the leads that `search` means: words of the name by their beginnings, in any order; the beginning of an
 * e-mail address; a phone in any notation by its beginning or its last digits; a whole lead id. For those to whom
 * phones and addresses are masked only whole ones: they must not guess at them piece by piece. `isWhole`: words of the
 * name as they are, not what only begins with them.
 */
export function matchesLead(search: string, { isMasked = false, isWhole = false } = {}): FragmentSqlToken {
  const text = search.toLowerCase();
  const words = wordsOf(text);
  const digits = search.replace(/\D/g, "");
  const email = quoted(`@${text}`);
  // A phone that is no number of any country is stored as its digits, which a word of digits would find by its beginning.
  const asWord = (word: string) => (isWhole || (isMasked && /^\d+$/.test(word)) ? quoted(word) : beginning(word));
  const either = [
    ...(words.length > 0 ? [`(${words.map(asWord).join(" & ")})`] : []),
    ...(/\s/.test(search) ? [] : [isMasked ? email : `${email}:*`]),
    ...(digits.length >= 3 && PHONE.test(search) ? phoneQueries(digits, isMasked) : []),
  ].join(" | ");
  return sql.fragment`(
    lead_words(contacts.first_name, contacts.last_name, contacts.email, contacts.phone_key) @@ ${either}::tsquery
    or contacts.lead_id = ${search}
  )`;
}
