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

/** The whole numbers and addresses in a text, as the search reads them: in digits of any script, in letters of a telephone. */
function wholeOnesIn(text: string): string[] {
  if (text.includes("@")) return text.split(/[\s,;]+/).filter((word) => word.includes("@"));
  const phones = phonesIn(text);
  if (phones.length > 0) return phones;
  return text.replace(/\D/g, "").length >= FEWEST_DIGITS ? [text] : [];
}

/** All of them in a filter. Each condition may ask for another one, also where it is turned around by a `-`. */
function personsIn(filter: string): string[] {
  const plain = plainDigits(filter).toLowerCase();
  const conditions = [...plain.matchAll(CONDITION)].map(([all, quoted]) => quoted ?? all.replace(NAME, ""));
  const words = conditions.filter((condition) => wholeOnesIn(condition).length === 0);
  return [...new Set([...conditions, words.join(" ")].flatMap(wholeOnesIn))];
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
      const target = one.trim().toLowerCase().slice(0, LONGEST).replaceAll("\0", "");
      if (!(await noteSearch(db, { actor, sourceAddress, target }, SEARCHES_AN_HOUR))) return TOO_MANY;
    }
  }
  return null;
}
