import {
  type FieldMap,
  ITSELF,
  isEnvelope,
  isFieldName,
  kindOf,
  type NamedField,
  normalize,
} from "#app/convoso/field-names.server.ts";

/** What an administrator says of one key as it is sent: which field it means; null: none, it stays with the other fields. */
export type FieldMapEntry = { key: string; field: string | null };

const MOST_REMEMBERED = 2_000;
const LONGEST_REMEMBERED = 100;

const isIndex = (part: string) => /^\d+$/.test(part);

/** A key as maps compare it: the parts of its path, each without letter case, punctuation and spaces. */
function partsOf(key: string): string[] {
  return key
    .split(/[.[\]]+/)
    .map(normalize)
    .filter((part) => part !== "");
}

/** The text by which a map knows a key; two keys with the same one are the same key. Empty: no letter and no digit. */
export function comparedKey(key: string): string {
  return partsOf(key).join(".");
}

/**
 * Makes the map of one endpoint. Its keys win over the usual names; of several for one field the first that says something
 * wins. An entry for a field that this version of the portal does not have is left out.
 */
export function makeFieldMap(version: number, entries: readonly FieldMapEntry[]): FieldMap {
  const meanings = new Map<string, NamedField | null>();
  for (const [index, { key, field }] of entries.entries()) {
    const compared = comparedKey(key);
    if (compared === "" || meanings.has(compared) || (field !== null && !isFieldName(field))) continue;
    // Each is its own source: another value under another key contradicts nothing.
    const place = { rank: index - entries.length, source: -1 - index };
    meanings.set(compared, field && { field, kind: kindOf(field), ...place });
  }
  const found = new Map<string, NamedField | null | undefined>();
  const find = (key: string) => {
    if (found.has(key)) return found.get(key);
    const meaning = findPath(meanings, partsOf(key));
    // A stranger may send any keys, and must not fill the memory with them.
    if (found.size < MOST_REMEMBERED && key.length <= LONGEST_REMEMBERED) found.set(key, meaning);
    return meaning;
  };
  return { version, find };
}

type Meanings = ReadonlyMap<string, NamedField | null>;

/** As the usual names are found: whatever wraps the key, at any place of a list, and with `value` behind it. */
function findPath(meanings: Meanings, parts: readonly string[]): NamedField | null | undefined {
  for (let from = 0; from < parts.length; from++) {
    if (from > 0 && !isEnvelope(parts[from - 1] as string) && !isIndex(parts[from - 1] as string)) break;
    const path = parts.slice(from);
    for (const text of [path.join("."), path.filter((part) => !isIndex(part)).join(".")]) {
      const meaning = meanings.get(text);
      if (meaning !== undefined) return meaning;
    }
  }
  return parts.length > 1 && ITSELF.has(parts.at(-1) as string) ? findPath(meanings, parts.slice(0, -1)) : undefined;
}
