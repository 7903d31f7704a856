import type { Database } from "#app/db/connection/pool.server.ts";
import { noteSearch } from "#app/db/people/note-search.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { plainDigits } from "#app/lib/plain-digits.ts";
import { phonesIn } from "#app/lib/read-phone.server.ts";
import { isAtLeast } from "#app/lib/roles.ts";

/** So many different numbers and addresses a viewer may search for within an hour: enough for work, too few for a walk. */
export const SEARCHES_AN_HOUR = 30;

/** Parameters that hold a time, a place in a list, or the number of a row. */
const NOT_TEXT = new Set(
  "before after since from to longer shorter lead agent event against export past next token _routes".split(" "),
);
const FEWEST_DIGITS = 7;
const LONGEST = 500;
const TOO_MANY =
  `You searched for ${SEARCHES_AN_HOUR} phone numbers or e-mail addresses within an hour, which is the limit for ` +
  "viewers. Search again later, or ask an operator.";

/** A condition of a search: quoted, perhaps with a field's name before it, or a word. */
const CONDITION = /-?(?:[a-z_]+(?::|[<>]=?))?"((?:[^"\\]|\\.)*)"|\S+/g;
const NAME = /^-?[a-z_]+(?::|[<>]=?)/;

/** The numbers in a text, as the search reads them: in letters of a telephone too; the text itself where none can exist. */
function numbersIn(text: string): string[] {
  const phones = phonesIn(text);
  if (phones.length > 0) return phones;
  return text.replace(/\D/g, "").length >= FEWEST_DIGITS ? [text] : [];
}

/** The whole numbers and addresses in a text. */
function wholeOnesIn(text: string): string[] {
  if (!text.includes("@")) return numbersIn(text);
  const words = text.split(/[\s,;]+/);
  const rest = words.filter((word) => !word.includes("@")).join(" ");
  return [...words.filter((word) => word.includes("@")), ...numbersIn(rest)];
}

type Condition = { text: string; isWord: boolean };

/** Whether a condition asks for somebody alone. Of words that are no number all may be parts of one. */
function standsAlone({ text, isWord }: Condition): boolean {
  return isWord && !text.includes("@") ? phonesIn(text).length > 0 : wholeOnesIn(text).length > 0;
}

function personsOf(conditions: readonly Condition[], isAlone: (condition: Condition) => boolean): string[] {
  const alone = conditions.filter(isAlone).map(({ text }) => text);
  const words = conditions.filter((condition) => !isAlone(condition)).map(({ text }) => text);
  return [...new Set([...alone, words.join(" ")].flatMap(wholeOnesIn))];
}

/** All of them in a filter. Each condition may ask for another one, also where it is turned around by a `-`. */
function personsIn(filter: string): string[] {
  const plain = plainDigits(filter).toLowerCase();
  const conditions = [...plain.matchAll(CONDITION)].map(([all, quoted]) => ({
    text: quoted ?? all.replace(NAME, ""),
    isWord: !all.startsWith("-") && !NAME.test(all),
  }));
  const joined = personsOf(conditions, standsAlone);
  const apart = personsOf(conditions, ({ text }) => wholeOnesIn(text).length > 0);
  return joined.length < apart.length ? [...new Set([...joined, ...apart])] : joined;
}

/**
 * Files in the audit log each phone number and e-mail address that a viewer searches for, whichever filter they use. The
 * same search, such as the next page of it, counts once an hour.
 * @returns why it is refused; null where it may go on
 */
export async function notePersonSearches(
  db: Database,
  query: URLSearchParams,
  { actor, role, sourceAddress }: Admin,
): Promise<string | null> {
  if (isAtLeast(role, "operator")) return null;
  for (const [name, value] of query) {
    if (NOT_TEXT.has(name)) continue;
    const persons = personsIn(value);
    for (const one of persons.length === 1 ? [value] : persons) {
      const target = plainDigits(one).trim().toLowerCase().slice(0, LONGEST).replaceAll("\0", "");
      if (!(await noteSearch(db, { actor, sourceAddress, target }, SEARCHES_AN_HOUR))) return TOO_MANY;
    }
  }
  return null;
}
