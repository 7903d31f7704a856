import { type Json, parseJson, parseLooseJson, UnreadableJson } from "#app/convoso/clean-json.server.ts";
import { declaredCharset } from "#app/convoso/decode-body.server.ts";
import { nameField } from "#app/convoso/field-names.server.ts";
import {
  isUnderstood,
  itemsOf,
  itemsOfFields,
  MAX_ITEMS,
  SEND_JSON_OR_FORM,
  type Shaped,
  tooManyItems,
  Unreadable,
} from "#app/convoso/find-items.server.ts";
import { flattenFields } from "#app/convoso/flatten-fields.server.ts";
import { attempt, fromBase64, looksJson } from "#app/convoso/open-texts.server.ts";
import { type Note, type Problem, problem } from "#app/convoso/problems.server.ts";
import { readCsv } from "#app/convoso/read-csv.server.ts";
import { readForm } from "#app/convoso/read-form.server.ts";
import { readUnusual } from "#app/convoso/read-unusual.server.ts";
import { readXml } from "#app/convoso/read-xml.server.ts";

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
  {
    read: (text) =>
      /^\s*"[^"]{1,80}"\s*:/.test(text) ? `{${text.includes("{") ? text : text.replace(/\}$/, "")}}` : "",
    fault: "no braces",
  },
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

/** One field of a form with JSON in it that was not encoded, and perhaps holds "&". */
const UNENCODED = /^(?:(?:var|let|const)\s+)?[\w.$[\]-]+\s*=\s*([[{][^%]*[\]}])[;\s]*$/;
const AROUND = /^[^=&{[]*[{[][\s\S]*[}\]]/;

/** JSON behind words, in a function's call, or as a field that was not encoded. */
function readJsonInside(text: string, note: Note): Json[] | undefined {
  if (!/[{[][\s\S]*[}\]]/.test(text)) return undefined;
  return attempt(() => parseLooseJson(text, note));
}

const IDS = ["callId", "leadId", "phoneNumber"];

/** Whether the lines before the JSON hold an id: the JSON is one field's then, as in YAML, and not all that is meant. */
function hasIdBefore(text: string): boolean {
  const lines = text
    .slice(0, Math.max(0, text.search(/[{[]/)))
    .slice(0, 2_000)
    .split("\n");
  return lines.some((line) => IDS.includes(nameField(/^\s*([\w -]{1,80}):/.exec(line)?.[1] ?? "")?.field ?? ""));
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
  const shaped = lines.map((line) => itemsOfFields(readForm(line, charset, note) ?? [], "form", note));
  return { shape: "form", items: shaped.flatMap(({ items }) => items) };
}

function readUsual(text: string, contentType: string, note: Note): Shaped {
  const quoted = QUOTED_ROWS.test(text) ? readRows(text, note) : null;
  if (quoted) return quoted;
  const json = readJson(text, note);
  if (json !== undefined) {
    const isForm = contentType.startsWith("application/x-www-form-urlencoded");
    return { shape: isForm ? "json-in-form" : "json", items: itemsOf(json, note) };
  }
  const xml = text.startsWith("<") ? readXml(text) : null;
  if (xml) {
    const shaped = itemsOfFields(flattenFields(xml), "xml", note);
    if (isUnderstood(shaped)) return shaped;
  }
  const field = UNENCODED.exec(text);
  const isAround = AROUND.test(text) && !hasIdBefore(text);
  const inside = field || isAround ? readJsonInside(field?.[1] ?? text, note) : undefined;
  if (inside) return { shape: field ? "json-in-form" : "json", items: itemsOf(inside, note) };
  const lines = readFormLines(text, declaredCharset(contentType), note);
  if (lines) return lines;
  const form = text.startsWith("<") ? null : readForm(text, declaredCharset(contentType), note);
  const rows = form ? null : readRows(text, note);
  if (rows) return rows;
  if (!form) throw new Unreadable("The body is neither JSON nor form fields.", SEND_JSON_OR_FORM);
  return itemsOfFields(form, "form", note);
}

/** What `read` gives, or why the body cannot be read. */
export function readOrFault(read: () => Shaped): Shaped | Error {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable || error instanceof UnreadableJson) return error;
    throw error;
  }
}

/** Rows with JSON in a cell. */
const readRowsAfterAll = (text: string, note: Note) => (/^[^{[<]*[{[]/.test(text) ? readRows(text, note) : null);

function readAsUnusual(text: string, note: Note): Shaped | null {
  const noted: Problem[] = [];
  const take: Note = (found) => noted.push(found);
  const read = readOrFault(() => {
    const values = readUnusual(text, take);
    return { shape: "json", items: values && values.length > 0 ? itemsOf(values, take) : [] };
  });
  if (!("items" in read) || !isUnderstood(read)) return null;
  for (const found of noted) note(found);
  return read;
}

/** Takes a text apart, whatever it is: what nothing usual can make sense of is tried as something unusual. */
export function readText(sent: string, contentType: string, note: Note): Shaped {
  // Excel's own line, which says what stands between its columns.
  const text = sent.startsWith("sep=") ? sent.replace(/^sep=.\s*\n/, "") : sent;
  const noted: Problem[] = [];
  const read = readOrFault(() => readUsual(text, contentType, (found) => noted.push(found)));
  const unusual =
    "items" in read && isUnderstood(read) ? null : (readRowsAfterAll(text, note) ?? readAsUnusual(text, note));
  if (unusual) return unusual;
  for (const found of noted) note(found);
  if ("items" in read) return read;
  throw read;
}
