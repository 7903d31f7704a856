import { cutText, type Json, type Problem } from "#app/convoso/clean-json.server.ts";
import { type FieldName, nameField } from "#app/convoso/field-names.server.ts";
import { type FlatField, isBlank } from "#app/convoso/flatten-fields.server.ts";

/**
 * How one key was read. `field` is null for a key that we do not know, whose value is kept as it came; the `value` of a
 * known one is null where nothing was taken from it: blank, not understood, or another key said it better.
 */
export type FieldReading = { key: string; field: FieldName | null; raw: string; value: Json };

// PostgreSQL indexes ids, names and campaigns, and an index entry has room for about 2,700 bytes.
const MAX_ID = 200;
const MAX_NAME = 300;
const MAX_TEXT = 10_000;
const LONG_FIELDS = new Set<FieldName>(["agentComment", "address"]);

const IDS = new Set<FieldName>(["callId", "leadId", "id", "agentId", "ownerId", "originatingAgentId"]);

type Entry = FlatField & { field: FieldName | null; rank: number; raw: string; isTaken: boolean; taken: Json };

/** Reads one delivery by our names, best spelling first, and remembers what became of every key. */
export type FieldReader = {
  problems: Problem[];
  /** Whether any of these fields says something. An id of 0 says nothing. */
  has: (...fields: FieldName[]) => boolean;
  /** What the field was sent as, an id of 0 too, without taking it. */
  sent: (field: FieldName) => string | null;
  /** The first spelling that `parse` understands; where it answers null, the key gets the problem `expected`. */
  take: <T extends Json | Date>(field: FieldName, expected: string, parse: (value: Json) => T | null) => T | null;
  text: (field: FieldName) => string | null;
  /** Everything said that no field took. */
  rest: () => Record<string, Json>;
  readings: () => FieldReading[];
  /** Everything said, in an order and spelling that do not depend on the body's shape. */
  content: () => [string, string][];
};

function toRaw(value: Json): string {
  return typeof value === "string" ? value.trim() : JSON.stringify(value);
}

/** Opens the fields of one delivery for reading. A field is taken once; what nothing takes is left for `rest`. */
export function openFields(fields: FlatField[]): FieldReader {
  const problems: Problem[] = [];
  const entries = fields.map(({ key, value }): Entry => {
    const named = nameField(key);
    const rank = named?.rank ?? 0;
    return { key, value, field: named?.field ?? null, rank, raw: toRaw(value), isTaken: false, taken: null };
  });
  const ranked = entries.toSorted((a, b) => a.rank - b.rank);
  const said = ranked.filter(
    ({ field, value, raw }) => !isBlank(value) && !(field && IDS.has(field) && /^0+$/.test(raw)),
  );
  const candidates = (field: FieldName) => said.filter((entry) => entry.field === field);

  function cut(key: string, text: string, max: number): string {
    const short = cutText(text, max);
    if (short !== text) problems.push({ key, message: `longer than ${max} characters, and cut` });
    return short;
  }

  function take<T extends Json | Date>(field: FieldName, expected: string, parse: (value: Json) => T | null): T | null {
    let winner: Entry | null = null;
    let result: T | null = null;
    for (const entry of candidates(field)) {
      const value: T | null = winner ? (entry.raw === winner.raw ? result : null) : parse(entry.value);
      if (value !== null) {
        Object.assign(entry, { isTaken: true, taken: value instanceof Date ? value.toISOString() : value });
        winner ??= entry;
        result ??= value;
      } else if (!winner) problems.push({ key: entry.key, message: `“${cutText(entry.raw, 80)}” is not ${expected}` });
    }
    return result;
  }

  function text(field: FieldName): string | null {
    const max = LONG_FIELDS.has(field) ? MAX_TEXT : MAX_NAME;
    if (IDS.has(field)) {
      return take(field, `an id of at most ${MAX_ID} characters`, (value) => {
        const id = typeof value === "object" ? null : toRaw(value);
        return id !== null && id.length <= MAX_ID ? id : null;
      });
    }
    const key = candidates(field)[0]?.key ?? field;
    return take(field, "a text", (value) => (typeof value === "object" ? null : cut(key, toRaw(value), max)));
  }

  function rest(): Record<string, Json> {
    const kept = said.filter(({ isTaken }) => !isTaken);
    return Object.fromEntries(
      kept.map(({ key, value }) => [key, typeof value === "string" ? cut(key, value.trim(), MAX_TEXT) : value]),
    );
  }

  return {
    ...{ problems, take, text, rest },
    has: (...names) => names.some((name) => candidates(name).length > 0),
    sent: (name) => ranked.find(({ field, value }) => field === name && !isBlank(value))?.raw ?? null,
    readings: () =>
      entries.map((entry) => ({
        ...{ key: entry.key, field: entry.field, raw: cutText(entry.raw, MAX_TEXT) },
        value: entry.isTaken || entry.field !== null ? entry.taken : isBlank(entry.value) ? null : entry.value,
      })),
    content: () =>
      said
        .map(({ key, field, raw }): [string, string] => [field ?? key.toLowerCase(), raw])
        .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1)),
  };
}
