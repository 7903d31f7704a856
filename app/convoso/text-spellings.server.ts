// How names and addresses may stand in what was stored. The database folds letter case, accents and apostrophes before it
// compares (`fold_text`); what is left are the escapes of JSON and of addresses.

/** What may stand before a word: anything but a letter or digit, or the end of an escape. */
const START = "(?:^|[^0-9a-z]|%[0-9a-f]{2}|\\\\u[0-9a-f]{4}|\\\\[nrtbf])";
const START_OF_EMAIL = "(?:^|[^0-9a-z._+-]|%[0-9a-f]{2}|\\\\u[0-9a-f]{4}|\\\\[nrtbf])";
const END = "(?![0-9a-z])";
const END_OF_EMAIL = "(?![0-9a-z]|[.-][0-9a-z])";
/** Between a first and a last name: a comma, or the key of the next field, with one more field between them. */
const BETWEEN_NAMES = "[^0-9a-z](?:.{0,60}[^0-9a-z])?";

function spell(text: string): string {
  return [...text].map(spellCharacter).join("");
}

function spellCharacter(character: string): string {
  if (/[0-9a-z]/.test(character)) return character;
  if (/\s/.test(character)) return "(?:\\s|\\+|%(?:25)*20)+";
  const code = character.codePointAt(0) ?? 0;
  const literal = code < 128 ? `\\${character}` : character;
  const percent = [...new TextEncoder().encode(character)].map(
    (byte) => `%(?:25)*${byte.toString(16).padStart(2, "0")}`,
  );
  return `(?:${literal}|\\\\u${code.toString(16).padStart(4, "0")}|${percent.join("")})`;
}

/** Regular expressions over folded text that PostgreSQL and JavaScript read alike; null for what is too short. */
export const spellText = {
  email: (text: string) => (/^[^@\s]+@[^@\s]+$/.test(text) ? `${START_OF_EMAIL}${spell(text)}${END_OF_EMAIL}` : null),
  /** A short number is found only behind its key: alone it may be anything. */
  leadId: (text: string) => (text === "" ? null : `lead[^0-9a-z]{0,6}id[^0-9a-z]{1,12}${spell(text)}${END}`),
  /** Both names, in either order, with little between them. */
  name: (first: string, last: string) => {
    if (first.length < 2 || last.length < 2) return null;
    const [a, b] = [spell(first), spell(last)];
    return `${START}(?:${a}${BETWEEN_NAMES}${b}|${b}${BETWEEN_NAMES}${a})${END}`;
  },
  /** A single word, for rows that are known to be about the person. */
  word: (text: string) => (text.length < 3 ? null : `${START}${spell(text)}${END}`),
};
