import {
  type Json,
  type JsonObject,
  parseJson,
  parseLooseJson,
  UnreadableJson,
} from "#app/convoso/clean-json.server.ts";
import { isEnvelope, nameField } from "#app/convoso/field-names.server.ts";
import { type FlatField, flattenFields, isBlank } from "#app/convoso/flatten-fields.server.ts";
import { type Note, problem } from "#app/convoso/problems.server.ts";
import { readForm } from "#app/convoso/read-form.server.ts";
import { readXml } from "#app/convoso/read-xml.server.ts";

/** JSON in a text in JSON, as deep as anybody has sent it. */
const MAX_TEXTS = 5;

/** Opens JSON, or a form, that stands as a text in JSON. */
export function openTexts(value: Json, note: Note): Json {
  let inner = value;
  for (let depth = 0; typeof inner === "string" && /^\s*["[{]/.test(inner) && depth < MAX_TEXTS; depth++) {
    const [only, ...more] = parseLooseJson(inner, note);
    inner = more.length > 0 ? [only as Json, ...more] : (only as Json);
    note(problem("json-in-text", "body"));
  }
  const form = typeof inner === "string" ? openForm(inner, false, note) : null;
  if (!form) return inner;
  note(problem("form-repaired", "body", "inside a text of JSON"));
  return Object.fromEntries(form.map(({ key, value }) => [key, value]));
}

/** Whether a text begins as JSON does. */
export const looksJson = (text: string) => /^\s*[[{"“]/.test(text);

/** JSON in base64: what an object or a list of objects begins with. */
const BASE64 = /^(?:ey[AIJ]|ew[o0]|W3s)[\w+/-]{16,}={0,2}$/;

/** The JSON in base64; empty where it is none. */
export function fromBase64(text: string): string {
  const packed = text.replace(/^data:[\w/+.=;-]{0,80};base64,/, "").replace(/\s+/g, "");
  return BASE64.test(packed) ? Buffer.from(packed, "base64").toString() : "";
}

/** What `read` gives; undefined where it finds no JSON. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableJson) return undefined;
    throw error;
  }
}

/** A text as the form that it holds, such as that of `params`; null where it is another text. */
function openForm(text: string, isParams: boolean, note: Note): FlatField[] | null {
  if (!text.includes("=") || (!isParams && !text.includes("&"))) return null;
  const fields = readForm(text.trim(), null, isParams ? note : () => {});
  const known = (fields ?? []).filter(({ key }) => nameField(key) !== null);
  return isParams || known.length > 1 ? fields : null;
}

type Opened = (as: "params" | "json") => void;

const MAY_HOLD_FIELDS = /^\s*(?:["[{<]|[?&]?[\w.[\]%+ -]{1,80}=|(?:ey[AIJ]|ew[o0]|W3s)[\w+/-]{16})/;

/** Opens what stands as text inside one field: `params=` with a query string or JSON, `payload=` with JSON. */
export function openText(fields: FlatField[], note: Note, opened: Opened = () => {}, depth = 0): FlatField[] {
  if (depth > MAX_TEXTS) return fields;
  return fields.flatMap((field): FlatField[] => {
    const { key } = field;
    const isKeyAlone = isBlank(field.value) && /^\s*\{/.test(key);
    const value = isKeyAlone ? key : field.value;
    if (Array.isArray(value) && nameField(key) === null) return [{ key, value: openInside(value, note) }];
    // Most values are no such text, which is quicker to see than what the key means.
    if (typeof value !== "string" || !MAY_HOLD_FIELDS.test(value)) return [field];
    const isWrapping = isEnvelope(key);
    if (!isWrapping && nameField(key) !== null) return [field];
    const isParams = key.toLowerCase() === "params";
    const packed = fromBase64(value);
    if (packed !== "") {
      const inside = openText([{ key, value: packed }], note, opened, depth + 1);
      if (!inside.some((each) => nameField(each.key.split(".").at(-1) ?? "") !== null)) return [field];
      note(problem("json-in-text", "body"));
      return inside;
    }
    const parse = () => (isWrapping || isKeyAlone ? (parseLooseJson(value, note)[0] as Json) : parseJson(value, note));
    const json = looksJson(value) ? attempt(() => openTexts(parse(), note)) : undefined;
    if (Array.isArray(json) && nameField(key) !== null) return [field]; // of recordings
    if (typeof json === "object" && json !== null) {
      opened(isParams ? "params" : "json");
      if (isKeyAlone) note(problem("json-in-text", "body"));
      return openText(flattenFields(isKeyAlone ? (json as JsonObject) : { [key]: json }), note, opened, depth + 1);
    }
    const xml = /^\s*<[?\w]/.test(value) ? readXml(value.trim()) : null;
    const elements = xml ? flattenFields(xml, key) : [];
    if (elements.some((each) => nameField(each.key.split(".").at(-1) ?? "") !== null)) {
      note(problem("xml-in-text", "body"));
      return elements;
    }
    const form = openForm(value, isParams, note);
    if (!form) return [field];
    opened("params");
    return openText(form, note, opened, depth + 1);
  });
}

/** A list in which the objects, or what is in them, stand as texts: `{"Records":[{"body":"{…}"}]}`. */
function openInside(value: Json, note: Note, depth = 0): Json {
  if (depth > MAX_TEXTS) return value;
  if (Array.isArray(value)) return value.map((item) => openInside(item, note, depth + 1));
  if (typeof value === "string") {
    const open = /^\s*\{/.test(value) || (depth === 1 && value.includes("&"));
    return open ? (attempt(() => openTexts(value, note)) ?? value) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      nameField(key) === null || isEnvelope(key) ? openInside(member, note, depth + 1) : member,
    ]),
  );
}
