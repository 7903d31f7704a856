import { cleanText, type Json, type Problem, parseJson, UnreadableJson } from "#app/convoso/clean-json.server.ts";
import { isEnvelope, nameField } from "#app/convoso/field-names.server.ts";
import { type FlatField, flattenFields, isBlank } from "#app/convoso/flatten-fields.server.ts";
import { isSecretParameter } from "#app/convoso/redact.server.ts";

const MAX_FIELDS = 2000;

/** The body shapes met in the field, as stored in `call_events.body_shape`. */
export type BodyShape = "json" | "form" | "json-in-form" | "params" | "query";

/** A delivery taken apart, not yet understood. Every text in it can be stored. */
export type ReadBody = { ok: true; shape: BodyShape; fields: FlatField[]; problems: Problem[] };

/** A delivery that cannot be taken apart: answers 400. */
export type UnreadableBody = { ok: false; reason: string; hint: string };

export type Delivery = { contentType: string | null; body: Uint8Array; query: URLSearchParams };

const utf8 = new TextDecoder();

class Unreadable extends Error {
  readonly hint: string;
  constructor(reason: string, hint: string) {
    super(reason);
    this.hint = hint;
  }
}

const SEND_JSON_OR_FORM = "Send one JSON object, or form fields such as lead_id=5&first_name=Ann.";

type Note = (message: string) => void;
type Shaped = { shape: BodyShape; fields: FlatField[] };

function readObject(value: Json): FlatField[] {
  if (Array.isArray(value) && value.length > 1) {
    throw new Unreadable(`The body is a list of ${value.length} items.`, "Send one object in each delivery.");
  }
  const object = Array.isArray(value) ? value[0] : value;
  if (typeof object !== "object" || object === null || Array.isArray(object)) {
    throw new Unreadable("The body is JSON, but no object.", SEND_JSON_OR_FORM);
  }
  return flattenFields(object);
}

function readPairs(pairs: Iterable<[string, string]>, note: Note): FlatField[] {
  const fields = new Map<string, Json>();
  for (const [key, value] of pairs) fields.set(cleanText(key, note), cleanText(value, note));
  return [...fields].map(([key, value]) => ({ key, value }));
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return "";
  }
}

/** The body as JSON, under whatever content type and form encoding; undefined where it does not look like any. */
function readJson(text: string, note: Note): Json | undefined {
  const looksJson = (candidate: string) => /^\s*[[{"]/.test(candidate);
  const whole = () => text.replace(/=$/, "");
  let failure: unknown;
  // As sent first: in a body that was never encoded, "+" and "%" are just themselves.
  for (const read of [() => text, whole, () => decodeForm(whole())]) {
    const candidate = read();
    if (!looksJson(candidate)) continue;
    try {
      return parseJson(candidate, note);
    } catch (error) {
      failure ??= error;
    }
  }
  if (looksJson(text)) throw failure;
  return undefined;
}

function openJson(text: string, note: Note): Json | undefined {
  try {
    return /^\s*\{/.test(text) ? parseJson(text, note) : undefined;
  } catch {
    return undefined;
  }
}

/** Opens what stands as text inside one field: `params=` with a query string or JSON, `payload=` with JSON. */
function openText({ shape, fields }: Shaped, note: Note): Shaped {
  let opened = shape;
  const inner = fields.flatMap((field): FlatField[] => {
    // Most values are no such text, which is quicker to see than what the key means.
    if (typeof field.value !== "string" || !/^\s*\{|=/.test(field.value) || !isEnvelope(field.key)) return [field];
    const isParams = field.key.toLowerCase() === "params";
    const value = openJson(field.value, note);
    if (value === undefined && !(isParams && field.value.includes("="))) return [field];
    opened = isParams ? "params" : shape === "form" ? "json-in-form" : shape;
    if (value !== undefined) return flattenFields({ [field.key]: value });
    return readPairs(new URLSearchParams(field.value.trim()), note);
  });
  return { shape: opened, fields: inner };
}

function readText(text: string, contentType: string, note: Note): Shaped {
  if (contentType.startsWith("multipart/")) {
    throw new Unreadable("The body is multipart form data, which Convoso does not send.", SEND_JSON_OR_FORM);
  }
  const json = readJson(text, note);
  if (json !== undefined) {
    const isForm = contentType.startsWith("application/x-www-form-urlencoded");
    return { shape: isForm ? "json-in-form" : "json", fields: readObject(json) };
  }
  if (!/^[^=&<\r\n]{1,200}=/.test(text)) {
    throw new Unreadable("The body is neither JSON nor form fields.", SEND_JSON_OR_FORM);
  }
  return { shape: "form", fields: readPairs(new URLSearchParams(text), note) };
}

/** The body wins; the query only says what the body leaves open. */
function fill(body: FlatField[], query: FlatField[]): FlatField[] {
  if (query.length === 0) return body;
  const meaning = ({ key }: FlatField) => nameField(key)?.field ?? key;
  const said = new Set(body.filter(({ value }) => !isBlank(value)).map(meaning));
  const missing = query.filter((field) => !said.has(meaning(field)));
  const replaced = new Set(missing.map(({ key }) => key));
  return [...body.filter(({ key }) => !replaced.has(key)), ...missing];
}

/**
 * Takes a delivery apart, whatever its shape: JSON, a form, JSON inside a form, a `params` string, or only a query string.
 * Never throws. Credentials in the query are no fields.
 */
export function readBody({ contentType, body, query }: Delivery): ReadBody | UnreadableBody {
  const notes = new Set<string>();
  const note: Note = (message) => notes.add(message);
  try {
    const text = utf8.decode(body).trim();
    const inQuery = openText(
      {
        shape: "query",
        fields: readPairs(
          [...query].filter(([key]) => !isSecretParameter(key)),
          note,
        ),
      },
      note,
    );
    const type = contentType?.trim().toLowerCase() ?? "";
    const read = text === "" ? inQuery : openText(readText(text, type, note), note);
    const fields = text === "" ? read.fields : fill(read.fields, inQuery.fields);
    if (fields.length === 0) throw new Unreadable("The body is empty.", SEND_JSON_OR_FORM);
    if (fields.length > MAX_FIELDS) {
      throw new Unreadable(`It has ${fields.length} fields; ${MAX_FIELDS} are the most.`, SEND_JSON_OR_FORM);
    }
    return { ok: true, shape: read.shape, fields, problems: [...notes].map((message) => ({ key: "body", message })) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.message, hint: error.hint };
    if (error instanceof UnreadableJson) return { ok: false, reason: error.message, hint: SEND_JSON_OR_FORM };
    throw error;
  }
}
