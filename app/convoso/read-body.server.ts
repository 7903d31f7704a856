import { type Json, parseJson, parseLooseJson, UnreadableJson } from "#app/convoso/clean-json.server.ts";
import { BodyTooLong, declaredCharset, decodeBody } from "#app/convoso/decode-body.server.ts";
import { nameField, nameOf } from "#app/convoso/field-names.server.ts";
import { type FlatField, flattenFields, isBlank } from "#app/convoso/flatten-fields.server.ts";
import { fromPieces } from "#app/convoso/from-pieces.server.ts";
import { attempt, fromBase64, looksJson, openText, openTexts } from "#app/convoso/open-texts.server.ts";
import { fromNamedValues, openWrapping } from "#app/convoso/open-wrapping.server.ts";
import { type Note, type Problem, problem } from "#app/convoso/problems.server.ts";
import { readCsv } from "#app/convoso/read-csv.server.ts";
import { readForm, readQuery, toFields } from "#app/convoso/read-form.server.ts";
import { readMultipart } from "#app/convoso/read-multipart.server.ts";
import { readXml } from "#app/convoso/read-xml.server.ts";
import { BODY_LIMIT_BYTES } from "#app/lib/body-limit.ts";

const MAX_FIELDS = 2000;
const MAX_ITEMS = 1000;
/** A form of several parts begins with two. */
const DASH = 0x2d;

/** The body shapes met in the field, as stored in `call_events.body_shape`. */
export type BodyShape = "json" | "form" | "json-in-form" | "params" | "query" | "multipart" | "xml" | "csv";

/** A delivery taken apart, not yet understood. Every text in it can be stored. */
export type ReadBody = { ok: true; shape: BodyShape; fields: FlatField[]; problems: Problem[] };

/** A delivery that cannot be taken apart: answers 400. */
export type UnreadableBody = { ok: false; reason: string; hint: string };

export type SentBody = {
  contentType: string | null;
  /** The header `Content-Encoding`, where there is one. */
  contentEncoding?: string | null;
  body: Uint8Array;
  query: URLSearchParams;
};

class Unreadable extends Error {
  readonly hint: string;
  constructor(reason: string, hint: string) {
    super(reason);
    this.hint = hint;
  }
}

const SEND_JSON_OR_FORM = "Send one JSON object, or form fields such as lead_id=5&first_name=Ann.";

/** `items` are the fields of each call or lead in it. */
type Shaped = { shape: BodyShape; items: FlatField[][] };

function itemsOf(sent: Json[], note: Note): FlatField[][] {
  const opened = sent.map((value) => openTexts(value, note));
  const [first] = opened;
  const root = opened.length === 1 && first !== undefined ? first : opened;
  if (typeof root !== "object" || root === null)
    throw new Unreadable("The body is JSON, but not an object.", SEND_JSON_OR_FORM);
  if (!Array.isArray(root)) return openWrapping(limitFields(openText(flattenFields(root), note), note), note);
  const whole = fromPieces(root);
  if (whole) return itemsOf([whole], note);
  if (root.length > 0 && root.every(Array.isArray)) return itemsOf([root.flat()], note);
  const objects = root.map((item) => openTexts(item, note)).filter((item) => typeof item === "object" && item !== null);
  const listed = objects.filter((item) => !Array.isArray(item));
  if (listed.length < root.length) note(problem("items-left-out", "body", String(root.length - listed.length)));
  if (listed.length > MAX_ITEMS) throw tooManyItems(listed.length);
  if (listed.length === 0) throw new Unreadable("The body is JSON, but not an object.", SEND_JSON_OR_FORM);
  if (listed.length === 1) return itemsOf(listed, note);
  const named = fromNamedValues(listed);
  return named ? itemsOf([{ fields: named }], note) : listed.flatMap((item) => itemsOf([item], note));
}

function tooManyItems(count: number): Unreadable {
  return new Unreadable(`The body is a list of ${count} items.`, `Send at most ${MAX_ITEMS} in one delivery.`);
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return "";
  }
}

const HTML = /^\s*[[{]\s*&(?:quot|#34);/;
const fromHtml = (text: string) => text.replace(/&(?:quot|#34);/g, '"').replaceAll("&amp;", "&");

/**
 * How JSON may stand in a body, and what is wrong with it there. As sent first: where nothing was encoded, "+" and "%" are
 * just themselves.
 */
const NOTATIONS: { read: (text: string) => string; fault?: string }[] = [
  { read: (text) => text },
  { read: (text) => text.replace(/=$/, "") },
  { read: (text) => decodeForm(text.replace(/=$/, "")) },
  { read: (text) => (HTML.test(text) ? fromHtml(text) : ""), fault: "HTML entities for quotes" },
  { read: (text) => (/^\s*[[{]\s*\\"/.test(text) ? `"${text}"` : ""), fault: "escaped quotes" },
  { read: (text) => (/^\s*"[^"]{1,80}"\s*:/.test(text) ? `{${text}}` : ""), fault: "no braces" },
  { read: fromBase64, fault: "base64" },
];

/** The body as JSON, under whatever content type and form encoding; undefined where it does not look like any. */
function readJson(text: string, note: Note): Json[] | undefined {
  if (!looksJson(text) && !/^\s*%(?:7B|5B|22)/i.test(text) && fromBase64(text) === "") return undefined;
  for (const { read, fault } of NOTATIONS) {
    const candidate = read(text);
    if (!looksJson(candidate)) continue;
    const noted: Problem[] = [];
    const value = attempt(() => [parseJson(candidate, (found) => noted.push(found))]);
    if (value === undefined) continue;
    if (fault) note(problem("json-repaired", "body", fault));
    for (const found of noted) note(found);
    return value;
  }
  const decoded = decodeForm(text.replace(/=$/, ""));
  return parseLooseJson(looksJson(text) || !looksJson(decoded) ? text : decoded, note);
}

function readFields(fields: FlatField[], shape: BodyShape, note: Note): Shaped {
  let as = shape;
  const open = openText(fields, note, (how) => {
    as = how === "params" ? "params" : shape === "form" ? "json-in-form" : shape;
  });
  return { shape: as, items: openWrapping(limitFields(open, note), note) };
}

const isKnown = (field: FlatField) => nameOf(field) !== null;

/** One field of a form with JSON in it that was not encoded, and perhaps holds "&". */
const UNENCODED = /^(?:(?:var|let|const)\s+)?[\w.$[\]-]+\s*=\s*([[{][^%]*[\]}])[;\s]*$/;
const AROUND = /^[^=&{[]*[{[][\s\S]*[}\]]/;

/** JSON behind words, in a function's call, or as a field that was not encoded. */
function readJsonInside(text: string, note: Note): Json[] | undefined {
  if (!/[{[][\s\S]*[}\]]/.test(text)) return undefined;
  return attempt(() => parseLooseJson(text, note));
}

/** Rows whose first name stands in quotes, as a JSON text would. */
const QUOTED_ROWS = /^"[^"{}]{1,80}"\s*[,;\t|]/;

function readRows(text: string, note: Note): Shaped | null {
  const rows = readCsv(text, MAX_ITEMS, note);
  if (rows && rows.length > MAX_ITEMS)
    throw new Unreadable(`The body has more than ${MAX_ITEMS} rows.`, `Send at most ${MAX_ITEMS} in one delivery.`);
  return rows && { shape: "csv", items: rows };
}

/** A form a line, each with the same first name. */
function readFormLines(text: string, charset: string | null, note: Note): Shaped | null {
  if (!text.includes("\n")) return null;
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  const [, first] = /^([\w.[\]-]{1,80}=)[^&]*&/.exec(lines[0] ?? "") ?? [];
  if (first === undefined || lines.length < 2 || nameField(first.slice(0, -1)) === null) return null;
  if (!lines.every((line) => line.startsWith(first) && line.includes("&"))) return null;
  if (lines.length > MAX_ITEMS) throw tooManyItems(lines.length);
  const shaped = lines.map((line) => readFields(readForm(line, charset, note) ?? [], "form", note));
  return { shape: "form", items: shaped.flatMap(({ items }) => items) };
}

function readText(text: string, contentType: string, note: Note): Shaped {
  const quoted = QUOTED_ROWS.test(text) ? readRows(text, note) : null;
  if (quoted) return quoted;
  const json = readJson(text, note);
  if (json !== undefined) {
    const isForm = contentType.startsWith("application/x-www-form-urlencoded");
    return { shape: isForm ? "json-in-form" : "json", items: itemsOf(json, note) };
  }
  const xml = text.startsWith("<") ? readXml(text) : null;
  if (xml) {
    const shaped = readFields(flattenFields(xml), "xml", note);
    if (shaped.items.flat().some(isKnown)) return shaped;
  }
  const field = UNENCODED.exec(text);
  const inside = field || AROUND.test(text) ? readJsonInside(field?.[1] ?? text, note) : undefined;
  if (inside) return { shape: field ? "json-in-form" : "json", items: itemsOf(inside, note) };
  const lines = readFormLines(text, declaredCharset(contentType), note);
  if (lines) return lines;
  const form = text.startsWith("<") ? null : readForm(text, declaredCharset(contentType), note);
  const rows = form ? null : readRows(text, note);
  if (rows) return rows;
  if (!form) throw new Unreadable("The body is neither JSON nor form fields.", SEND_JSON_OR_FORM);
  return readFields(form, "form", note);
}

/** The body wins; the query only says what the body leaves open. Where both say something else, that is a problem. */
function fill(body: FlatField[], query: FlatField[], note: Note): FlatField[] {
  if (query.length === 0) return body;
  const meaning = (field: FlatField) => nameOf(field)?.field ?? field.key;
  // Of several spellings in the body the first counts.
  const said = new Map(
    body
      .filter(({ value }) => !isBlank(value))
      .toReversed()
      .map((field) => [meaning(field), field]),
  );
  for (const asked of query) {
    const sent = nameOf(asked) === null || isBlank(asked.value) ? undefined : said.get(meaning(asked));
    if (!sent) continue;
    const [one = "", other = ""] = [sent.value, asked.value].map((value) => String(value).trim());
    if (one.toLowerCase() !== other.toLowerCase())
      note(problem("conflict", sent.key, one, `${other} (in the address)`));
  }
  const missing = query.filter((field) => !said.has(meaning(field)));
  const replaced = new Set(missing.map(({ key }) => key));
  return [...body.filter(({ key }) => !replaced.has(key)), ...missing];
}

function limitFields(fields: FlatField[], note: Note): FlatField[] {
  if (fields.length <= MAX_FIELDS) return fields;
  note(problem("fields-left-out", "body", String(fields.length), String(MAX_FIELDS)));
  return fields.slice(0, 5 * MAX_FIELDS).filter((field, index) => index < MAX_FIELDS || isKnown(field));
}

function readSent({ contentType, contentEncoding, body, query }: SentBody, note: Note): Shaped {
  const type = contentType?.trim() ?? "";
  const parts = /^multipart\//i.test(type) || body[0] === DASH ? readMultipart(body, type, note) : null;
  const sent = readQuery(query, note);
  const inQuery = sent.length > 0 ? readFields(toFields(sent, note), "query", note) : null;
  const text = parts ? "" : decodeBody(body, contentEncoding?.trim() ?? "", type, note).trim();
  if (text === "" && !parts) return inQuery ?? { shape: "query", items: [] };
  const asked = inQuery?.items.flat();
  const read = parts ? readFields(toFields(parts, note), "multipart", note) : readText(text, type.toLowerCase(), note);
  return asked ? { ...read, items: read.items.map((fields) => fill(fields, asked, note)) } : read;
}

/**
 * Takes a delivery apart, whatever its shape: JSON, a form of either kind, JSON inside a form, a `params` string, XML, or
 * only a query string; compressed, and in any character set. Never throws. Credentials in the query are no fields.
 * @returns one for each call or lead in it: several where it is a list
 */
export function readBodies(sent: SentBody): ReadBody[] | UnreadableBody {
  const problems = new Map<string, Problem>();
  const note: Note = (found) => {
    const which = `${found.code} ${found.key}`;
    if (!problems.has(which)) problems.set(which, found);
  };
  try {
    const { shape, items } = readSent(sent, note);
    if (items.every((fields) => fields.length === 0)) throw new Unreadable("The body is empty.", SEND_JSON_OR_FORM);
    if (items.length > MAX_ITEMS) throw tooManyItems(items.length);
    const found = [...problems.values()];
    return items.map((fields) => ({ ok: true, shape, fields, problems: problemsOf(fields, found, items.length) }));
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.message, hint: error.hint };
    if (error instanceof UnreadableJson) return { ok: false, reason: error.message, hint: SEND_JSON_OR_FORM };
    if (error instanceof BodyTooLong) {
      const reason = `The body is longer than ${BODY_LIMIT_BYTES} bytes when it is decompressed.`;
      return { ok: false, reason, hint: "Map fewer fields in the Convoso adaptor." };
    }
    throw error;
  }
}

/** What concerns the whole body, and this item of it. */
function problemsOf(fields: FlatField[], problems: Problem[], items: number): Problem[] {
  if (items === 1) return problems;
  const isOwn = ({ key, made }: Problem) =>
    key === "body" || fields.some(({ key: sent, value }) => sent.split(".").at(-1) === key && value === made);
  return problems.filter(isOwn);
}

/** {@link readBodies} where one call or lead is expected: a list is unreadable. */
export function readBody(sent: SentBody): ReadBody | UnreadableBody {
  const read = readBodies(sent);
  if (!Array.isArray(read)) return read;
  const [only, ...more] = read;
  if (only && more.length === 0) return only;
  return {
    ok: false,
    reason: `The body is a list of ${read.length} items.`,
    hint: "Send one object in each delivery.",
  };
}
