import type { Json } from "#app/convoso/clean-json.server.ts";
import { nameOf } from "#app/convoso/field-names.server.ts";
import { type FlatField, flattenFields } from "#app/convoso/flatten-fields.server.ts";
import { fromPieces } from "#app/convoso/from-pieces.server.ts";
import { fromColumns } from "#app/convoso/from-table.server.ts";
import { openText, openTexts } from "#app/convoso/open-texts.server.ts";
import { fromNamedValues, openWrapping } from "#app/convoso/open-wrapping.server.ts";
import { type Note, problem } from "#app/convoso/problems.server.ts";

const MAX_FIELDS = 2000;
/** How many calls or leads one body may have. */
export const MAX_ITEMS = 1000;

/** The body shapes met in the field, as stored in `call_events.body_shape`. */
export type BodyShape = "json" | "form" | "json-in-form" | "params" | "query" | "multipart" | "xml" | "csv";

/** Why a body cannot be read, and what to do about it. */
export class Unreadable extends Error {
  readonly hint: string;
  constructor(reason: string, hint: string) {
    super(reason);
    this.hint = hint;
  }
}

/** What to do where nothing of a body is understood. */
export const SEND_JSON_OR_FORM = "Send one JSON object, or form fields such as lead_id=5&first_name=Ann.";

/** A body taken apart: `items` are the fields of each call or lead in it. */
export type Shaped = { shape: BodyShape; items: FlatField[][] };

/** The calls and leads in JSON: in its only object, or in each of a list. */
export function itemsOf(sent: Json[], note: Note): FlatField[][] {
  const opened = sent.map((value) => openTexts(value, note));
  const [first] = opened;
  const root = opened.length === 1 && first !== undefined ? first : opened;
  if (typeof root !== "object" || root === null)
    throw new Unreadable("The body is JSON, but not an object.", SEND_JSON_OR_FORM);
  const columns = Array.isArray(root) ? null : fromColumns(root);
  if (columns) return itemsOf(columns, note);
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

export function tooManyItems(count: number): Unreadable {
  return new Unreadable(`The body is a list of ${count} items.`, `Send at most ${MAX_ITEMS} in one delivery.`);
}

/** The calls and leads in fields, which are those of a form or of a document. */
export function itemsOfFields(fields: FlatField[], shape: BodyShape, note: Note): Shaped {
  let as = shape;
  const open = openText(fields, note, (how) => {
    as = how === "params" ? "params" : shape === "form" ? "json-in-form" : shape;
  });
  return { shape: as, items: openWrapping(limitFields(open, note), note) };
}

const isKnown = (field: FlatField) => nameOf(field) !== null;

/** Whether we know what any field of any call or lead in it means. */
export const isUnderstood = ({ items }: Pick<Shaped, "items">) => items.some((fields) => fields.some(isKnown));

function limitFields(fields: FlatField[], note: Note): FlatField[] {
  if (fields.length <= MAX_FIELDS) return fields;
  note(problem("fields-left-out", "body", String(fields.length), String(MAX_FIELDS)));
  return fields.slice(0, 5 * MAX_FIELDS).filter((field, index) => index < MAX_FIELDS || isKnown(field));
}
