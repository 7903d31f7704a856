import type { Database } from "#app/db/connection/pool.server.ts";
import { noteSearch } from "#app/db/people/note-search.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { isAtLeast } from "#app/lib/roles.ts";

/** So many different numbers and addresses a viewer may search for within an hour: enough for work, too few for a walk. */
export const SEARCHES_AN_HOUR = 30;

/** Parameters that hold a time, a place in a list, or the number of a row. */
const NOT_TEXT = new Set(
  "before after since from to longer shorter lead agent event against export past next token _routes".split(" "),
);
const FEWEST_DIGITS = 7;
const LONGEST = 500;

const isWholeOne = (text: string) => text.includes("@") || text.replace(/\D/g, "").length >= FEWEST_DIGITS;

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
    if (NOT_TEXT.has(name) || !isWholeOne(value)) continue;
    const target = value.trim().toLowerCase().slice(0, LONGEST).replaceAll("\0", "");
    if (await noteSearch(db, { actor, sourceAddress, target }, SEARCHES_AN_HOUR)) continue;
    return (
      `You searched for ${SEARCHES_AN_HOUR} phone numbers or e-mail addresses within an hour, which is the limit for ` +
      "viewers. Search again later, or ask an operator."
    );
  }
  return null;
}
