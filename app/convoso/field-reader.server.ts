import type { Json, JsonObject } from "#app/convoso/clean-json.server.ts";
import { cleanText } from "#app/convoso/clean-text.server.ts";
import { cutText } from "#app/convoso/cut-text.server.ts";
import { decodeCodes, isWrapped, mayHoldCodes, unwrap } from "#app/convoso/decode-codes.server.ts";
import { type FieldKind, type FieldName, nameField, nameOf } from "#app/convoso/field-names.server.ts";
import { type FlatField, isBlank } from "#app/convoso/flatten-fields.server.ts";
import { type Problem, type ProblemCode, problem } from "#app/convoso/problems.server.ts";
import { isNoName, mayBeNoName, saysNothing } from "#app/convoso/says-nothing.server.ts";
import { textOf } from "#app/convoso/text-of.server.ts";

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

type Entry = {
  key: string;
  field: FieldName | null;
  kind: FieldKind | null;
  rank: number;
  source: number;
  value: Json;
  raw: string;
  isSaid: boolean;
  isTaken: boolean;
  taken: Json;
};

/** A value understood, or why it is not; `code` of a value says how it was bent to be understood. */
export type Understood<T> =
  | { value: T; code?: ProblemCode | null; made?: string }
  | { value: null; code: ProblemCode; made?: string };

/** Reads one delivery by our names, best spelling first, and remembers how every key was read. */
export type FieldReader = {
  problems: Problem[];
  /** Whether any of these fields says something. A placeholder and an id of 0 say nothing. */
  has: (...fields: FieldName[]) => boolean;
  /** What the field was sent as, an id of 0 too, without taking it. */
  sent: (field: FieldName) => string | null;
  /** The first spelling that `parse` understands. What it does not, bends, or what others contradict is a problem. */
  take: <T extends Json | Date>(field: FieldName, parse: (value: Json) => Understood<T>) => T | null;
  text: (field: FieldName) => string | null;
  /** Takes note of something about the value that a field was taken from. */
  note: (field: FieldName, code: ProblemCode, made?: string) => void;
  /** Everything said that no field took. */
  rest: () => Record<string, Json>;
  readings: () => FieldReading[];
  /** Everything said, in an order and spelling that do not depend on the body's shape. */
  content: () => [string, string][];
};

function toRaw(value: Json): string {
  return typeof value === "string" ? value.trim() : JSON.stringify(value);
}

/** Two notations of one number have the same. */
const digitsOf = (text: string) => text.replace(/\D/g, "").replace(/^1(?=\d{10}$)/, "") || text;

/** The phones or addresses in an object of a list, such as `{"type":"cell","number":"…"}`. */
function scalarsIn(item: Json, field: FieldName): Json[] {
  if (isScalar(item) || Array.isArray(item)) return isScalar(item) ? [item] : [];
  return Object.entries(item as JsonObject)
    .filter(([key, value]) => isScalar(value) && !isBlank(value) && nameField(`${field}.${key}`)?.field === field)
    .map(([, value]) => value);
}

const isScalar = (value: Json) => typeof value !== "object" || value === null;

/** Of several values under one key: the first that says something, and what another one says, or null. */
function chooseValue(values: Json[], field: FieldName, kind: FieldKind): { value: Json; other: Json } {
  const sent = values.filter((value) => !isBlank(value));
  const meant = sent.filter((value) => saysNothing(toRaw(value), field, kind) === null);
  const said = meant.length > 0 ? meant : sent;
  const [first = null, ...more] = said;
  const other = more.find((value) => toRaw(value) !== toRaw(first)) ?? null;
  // A list of phone numbers is read as a text that holds them all.
  if (kind === "phone" && other !== null)
    return {
      value: [...new Map(said.map(toRaw).map((text) => [digitsOf(text), text])).values()].join(" / "),
      other: null,
    };
  return { value: first, other };
}

function open(flat: FlatField, problems: Problem[]): Entry {
  const { key, value: sent } = flat;
  const named = nameOf(flat);
  const isSaid = !isBlank(sent);
  const entry: Entry = {
    key,
    field: named === null ? null : named.field,
    kind: named === null ? null : named.kind,
    rank: named === null ? 0 : named.rank,
    source: named === null ? 0 : named.source,
    value: sent,
    raw: toRaw(sent),
    isSaid,
    isTaken: false,
    taken: null,
  };
  if (!isSaid || named === null) return entry;
  if (named.unit && /^\d+(?:\.\d+)?$/.test(entry.raw)) entry.value = `${entry.raw} ${named.unit}`;
  if (Array.isArray(sent) && (named.kind === "phone" || named.kind === "email") && !sent.every(isScalar)) {
    const inside = sent.flatMap((item) => scalarsIn(item, named.field));
    if (!isBlank(inside)) return open({ ...flat, value: inside }, problems);
  }
  if (Array.isArray(sent) && named.kind !== "link" && sent.every(isScalar)) {
    const { value, other } = chooseValue(sent, named.field, named.kind);
    Object.assign(entry, { value, raw: toRaw(value) });
    if (other !== null) problems.push(problem("conflict", key, entry.raw, toRaw(other)));
    for (const each of sent.map(toRaw)) {
      const nothing = each === entry.raw || isBlank(each) ? null : saysNothing(each, named.field, named.kind);
      if (nothing) problems.push(problem(nothing, key, each));
    }
  }
  if (isScalar(entry.value)) {
    const nothing = saysNothing(entry.raw, named.field, named.kind);
    if (nothing) silence(entry, nothing, problems);
  }
  return entry;
}

function silence(entry: Entry, code: ProblemCode, problems: Problem[]): void {
  entry.isSaid = false;
  // An id of 0 is Convoso's own way to say that there is none.
  if (entry.raw !== "0") problems.push(problem(code, entry.key, entry.raw));
}

/** A first or last name such as "Null" is judged by the other one. */
function judgeNames(names: Entry[], problems: Problem[]): void {
  const rawOf = (field: FieldName) => names.find((entry) => entry.field === field && !isBlankName(entry))?.raw ?? "";
  const first = rawOf("firstName");
  const last = rawOf("lastName");
  const hasBlankWord = names.some(({ field, isSaid, raw }) => field !== "agentName" && !isSaid && raw !== "");
  for (const entry of names) {
    const other = entry.field === "firstName" ? last : entry.field === "lastName" ? first : "";
    if (entry.isSaid) {
      if (isNoName(entry.raw, other)) silence(entry, "says-nothing", problems);
      // Both came from one template, or from one person's keyboard.
      else if (hasBlankWord && mayBeNoName(entry.raw)) problems.push(problem("name-doubtful", entry.key, entry.raw));
    }
    // JOHN NULL, in capitals like his first name, is a person; NULL beside John is a database's.
    else if (entry.raw === "NULL" && other !== "" && !isNoName(entry.raw, other)) entry.isSaid = true;
  }
}

const isBlankName = ({ value }: Entry) => value !== "NULL" && isBlank(value);

/** Opens the fields of one delivery for reading. A field is taken once; what nothing takes is left for `rest`. */
export function openFields(fields: FlatField[]): FieldReader {
  const problems: Problem[] = [];
  const entries: Entry[] = [];
  const names: Entry[] = [];
  for (const field of fields) {
    const entry = open(field, problems);
    entries.push(entry);
    if (entry.kind === "name") names.push(entry);
  }
  if (names.length > 0) judgeNames(names, problems);
  const said = new Map<FieldName, Entry[]>();
  for (const entry of entries) {
    if (entry.field === null || !entry.isSaid) continue;
    const alike = said.get(entry.field);
    if (alike === undefined) said.set(entry.field, [entry]);
    else alike.splice(alike.findLastIndex(({ rank }) => rank <= entry.rank) + 1, 0, entry);
  }
  const candidates = (field: FieldName) => said.get(field) ?? [];

  function cut(key: string, text: string, max: number): string {
    const short = cutText(text, max);
    if (short !== text) problems.push(problem("cut-off", key, text, String(max)));
    return short;
  }

  function take<T extends Json | Date>(field: FieldName, parse: (value: Json) => Understood<T>): T | null {
    let winner: Entry | null = null;
    let result: T | null = null;
    let compared: Json | Date | undefined;
    for (const entry of candidates(field)) {
      if (winner && entry.raw === winner.raw) {
        Object.assign(entry, { isTaken: true, taken: winner.taken });
        continue;
      }
      if (winner && entry.source !== winner.source) continue;
      const { value, code, made } = readDecoded(entry, parse);
      if (winner) {
        if (value !== null && !isSame(made ?? value, compared ?? null)) {
          problems.push(problem("conflict", winner.key, winner.raw, `${entry.raw} (${entry.key})`));
        }
        continue;
      }
      if (code) problems.push(problem(code, entry.key, entry.raw, made ?? null));
      if (value === null) continue;
      Object.assign(entry, { isTaken: true, taken: value instanceof Date ? value.toISOString() : value });
      winner = entry;
      result = value;
      compared = made ?? value;
    }
    return result;
  }

  function text(field: FieldName): string | null {
    const [best, other] = candidates(field);
    if (!best) return null;
    if (!other && typeof best.value === "string" && isUsual(best)) {
      best.isTaken = true;
      best.taken = best.raw;
      return best.raw;
    }
    if (best.kind === "id") return take(field, parseId);
    const max = LONG_FIELDS.has(field) ? MAX_TEXT : MAX_NAME;
    return take(field, (value) => {
      if (typeof value === "object") return { value: null, code: "not-text" };
      const raw = toRaw(value);
      // A comment may be a quotation.
      const bare = LONG_FIELDS.has(field) ? raw : unwrap(raw);
      if (raw.length <= max && bare === raw && !mayHoldCodes(raw)) return { value: raw };
      const decoded = cleanText(decodeCodes(bare), field, () => {}).trim();
      if (decoded.length > max) return { value: cutText(decoded, max), code: "cut-off", made: String(max) };
      return { value: decoded, code: decoded === raw ? null : "entities-decoded", made: decoded };
    });
  }

  function rest(): Record<string, Json> {
    const kept = entries.filter(({ isSaid, isTaken }) => isSaid && !isTaken);
    return Object.fromEntries(
      kept.map(({ key, value }) => [key, typeof value === "string" ? cut(key, value.trim(), MAX_TEXT) : value]),
    );
  }

  return {
    ...{ problems, take, text, rest },
    has: (...names) => names.some((name) => said.has(name)),
    sent: (name) => (said.get(name) ?? entries.filter(isSent(name)))[0]?.raw ?? null,
    note: (name, code, made) => {
      const entry = candidates(name).find(({ isTaken }) => isTaken) ?? candidates(name)[0];
      problems.push(problem(code, entry?.key ?? name, entry?.raw, made ?? null));
    },
    readings: () =>
      entries.map((entry) => ({
        ...{ key: entry.key, field: entry.field, raw: cutText(entry.raw, MAX_TEXT) },
        value: entry.isTaken || entry.field !== null ? entry.taken : isBlank(entry.value) ? null : entry.value,
      })),
    content: () =>
      entries
        .filter(({ isSaid }) => isSaid)
        .map(({ key, field, raw }): [string, string] => [field ?? key.toLowerCase(), raw])
        .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1)),
  };
}

const DECODED = new Set<FieldKind | null>(["name", "phone", "email", "date", "length"]);

/** Reads a value, and what it is without the codes of HTML or of addresses that are left in it. */
function readDecoded<T extends Json | Date>({ value, kind, raw }: Entry, parse: (value: Json) => Understood<T>) {
  const isCoded = typeof value === "string" && DECODED.has(kind) && mayHoldCodes(value);
  const text = isCoded ? cleanText(decodeCodes(raw), "", () => {}) : raw;
  if (!isCoded || text === raw) return parse(value);
  const understood = parse(text.replaceAll("\u00A0", " "));
  return understood.value === null || understood.code
    ? understood
    : { ...understood, code: "entities-decoded" as const, made: text };
}

/** Whether it is this field's, and holds more than a blank: an id of 0, too. */
const isSent = (name: FieldName) => (entry: Entry) => entry.field === name && !isBlank(entry.value);

/** Nothing to repair, and not too long: so it is taken as it is. */
function isUsual({ kind, raw }: Entry): boolean {
  return kind === "id"
    ? raw.length <= MAX_ID && /^[\w-]+$/.test(raw)
    : raw.length <= MAX_NAME && !mayHoldCodes(raw) && !isWrapped(raw);
}

function isSame(a: Json | Date, b: Json | Date | null): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  const plain = (value: Json | Date | null) =>
    (value instanceof Date ? String(value) : textOf(value)).toLowerCase().replace(/\s+/g, " ");
  return plain(a) === plain(b);
}

/** An id is an exact text: only what programs put around one is taken off. */
function parseId(value: Json): Understood<string> {
  if (typeof value === "object") return { value: null, code: "not-text" };
  const raw = toRaw(value);
  if (/^[\w-]+$/.test(raw) && raw.length <= MAX_ID) return { value: raw };
  const id = raw
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/^="(.*)"$/, "$1")
    .replace(/^(["'])(.*)\1$/, "$2")
    .replace(/^(?:'|#(?=\d+$))/, "")
    .replace(/^(\d{1,3}(?:,\d{3})+)$/, (digits) => digits.replaceAll(",", ""))
    .replace(/^(\d+)\.0+$/, "$1")
    .trim();
  // A line break is that of a text around it, or of another row.
  if (id === "" || id.length > MAX_ID || /[\r\n]/.test(id))
    return { value: null, code: "not-id", made: String(MAX_ID) };
  return { value: id, code: id === raw ? null : "id-repaired", made: id };
}
