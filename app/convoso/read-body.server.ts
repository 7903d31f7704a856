import { UnreadableJson } from "#app/convoso/clean-json.server.ts";
import { BodyTooLong, decodeBody } from "#app/convoso/decode-body.server.ts";
import { nameOf } from "#app/convoso/field-names.server.ts";
import {
  type BodyShape,
  isUnderstood,
  itemsOfFields,
  MAX_ITEMS,
  SEND_JSON_OR_FORM,
  type Shaped,
  tooManyItems,
  Unreadable,
} from "#app/convoso/find-items.server.ts";
import { type FlatField, isBlank } from "#app/convoso/flatten-fields.server.ts";
import { type Note, type Problem, problem } from "#app/convoso/problems.server.ts";
import { readQuery, toFields } from "#app/convoso/read-form.server.ts";
import { readMultipart } from "#app/convoso/read-multipart.server.ts";
import { readOrFault, readText } from "#app/convoso/read-text.server.ts";
import { textOf } from "#app/convoso/text-of.server.ts";
import { BODY_LIMIT_BYTES } from "#app/lib/body-limit.ts";

/** A form of several parts begins with two. */
const DASH = 0x2d;

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
    const [one = "", other = ""] = [sent.value, asked.value].map((value) => textOf(value).trim());
    if (one.toLowerCase() !== other.toLowerCase())
      note(problem("conflict", sent.key, one, `${other} (in the address)`));
  }
  const missing = query.filter((field) => !said.has(meaning(field)));
  const replaced = new Set(missing.map(({ key }) => key));
  return [...body.filter(({ key }) => !replaced.has(key)), ...missing];
}

/** A form of several parts, or the files in it: rows of a spreadsheet, a JSON each. */
function readParts(pairs: [string, string][], note: Note): Shaped {
  const noted: Problem[] = [];
  const form = itemsOfFields(toFields(pairs, note), "multipart", (found) => noted.push(found));
  const files = isUnderstood(form) ? [] : pairs.flatMap(([, text]) => readFile(text, note));
  for (const found of files.length > 0 ? [] : noted) note(found);
  return files.length > 0 ? { shape: "multipart", items: files } : form;
}

function readFile(text: string, note: Note): FlatField[][] {
  const noted: Problem[] = [];
  const read = readOrFault(() => readText(text.trim(), "", (found) => noted.push(found)));
  if (!("items" in read) || !isUnderstood(read)) return [];
  for (const found of noted) note(found);
  return read.items;
}

function readSent({ contentType, contentEncoding, body, query }: SentBody, note: Note): Shaped {
  const type = contentType?.trim() ?? "";
  const parts = /^multipart\//i.test(type) || body[0] === DASH ? readMultipart(body, type, note) : null;
  const sent = readQuery(query, note);
  const inQuery = sent.length > 0 ? itemsOfFields(toFields(sent, note), "query", note) : null;
  const text = parts ? "" : decodeBody(body, contentEncoding?.trim() ?? "", type, note).trim();
  if (text === "" && !parts) return inQuery ?? { shape: "query", items: [] };
  const asked = inQuery?.items.flat();
  const read = parts ? readParts(parts, note) : readText(text, type.toLowerCase(), note);
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
