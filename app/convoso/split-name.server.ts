const PARTICLES = new Set(
  ["da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "la", "le", "van", "von", "vander", "ter", "ten", "st", "st.", "san", "santa", "bin", "ibn", "al", "el", "ben", "mac", "y", "e", "zu"], // biome-ignore format: a list
);
const SUFFIX = /^(?:jr|sr|ii|iii|iv|v|md|m\.d|phd|ph\.d|dds|esq|cpa|rn|inc|llc|l\.l\.c|ltd|corp|co|llp|pllc|gmbh)\.?$/i;

export type SplitName = { firstName: string; lastName: string | null };

/**
 * Splits a person's whole name. "Lee, Ann" has the last name first; "Jr." and the like stay with the last name, titles with
 * the first; the last name begins at its particles ("Maria de la Cruz"). No part of it is lost.
 * @returns null where it does not look like a person's name
 */
export function splitName(text: string): SplitName | null {
  const name = text.replace(/\s+/g, " ").replace(/^[\s,]+|[\s,]+$/g, "");
  if (!/\p{L}/u.test(name) || /[@_<>{}]|https?:|\d{3}/.test(name)) return null;
  const [before = "", after = "", ...more] = name.split(/\s*,\s*/);
  if (after !== "" && !SUFFIX.test(after)) {
    return { firstName: after, lastName: [before, ...more].join(" ") };
  }
  if (more.length > 0) {
    const person = splitName(before);
    const suffixes = name.slice(before.length);
    return person?.lastName ? { ...person, lastName: person.lastName + suffixes } : { firstName: name, lastName: null };
  }
  const words = name.split(" ");
  let end = words.length - 1;
  while (end > 0 && SUFFIX.test(words[end] ?? "")) end -= 1;
  if (end === 0) return { firstName: name, lastName: null };
  let start = end;
  while (start > 1 && PARTICLES.has((words[start - 1] ?? "").toLowerCase())) start -= 1;
  return { firstName: words.slice(0, start).join(" "), lastName: words.slice(start).join(" ") };
}
