import type { Json, JsonObject } from "#app/convoso/clean-json.server.ts";
import { type FieldName, isEnvelope, isPart, isSubject, nameField } from "#app/convoso/field-names.server.ts";
import { type FlatField, flattenFields } from "#app/convoso/flatten-fields.server.ts";
import { plainValue } from "#app/convoso/plain-value.server.ts";
import { type Note, problem } from "#app/convoso/problems.server.ts";
import { textOf } from "#app/convoso/text-of.server.ts";

/** Any of these says that a call or a lead is here. A bare `id`, `status` or `name` may be the wrapping's own. */
const CALLS_OWN = new Set<FieldName>(["callId"]);
const STRONG = new Set<FieldName>(["callId", "leadId", "phoneNumber", "email", "firstName", "lastName"]);
const HINTS = new Set<FieldName>([
  "disposition",
  "dispositionName",
  "duration",
  "recording",
  "startedAt",
  "endedAt",
  "direction",
  "termReason",
]);
/** A wrapping's own fields, which say nothing of the call or lead inside. */
const WEAK = new Set<FieldName>(["id", "status", "recordingLink", "startedAt"]);
const RECORDINGS = new Set<FieldName>(["recording", "recordingLink"]);

const NAMES = ["name", "key", "field", "field_name", "fieldName", "label", "title", "question", "ref", "id"];
const VALUES = ["value", "values", "val", "answer", "text"];
/** Inside these are a record's fields, and its id stands beside them. */
const RECORDS = /^(?:attributes|properties|fields|field_?data|values|traits)$/i;

/** Inside these somebody or something else has phones and names, too. */
const OTHERS =
  /^(?:agent|user|owner|rep|supervisor|manager|campaign|list|queue|account|company|meta|metadata|headers)s?$/i;

/** What a record of this type says with its id, as JSON:API has it. */
const TYPES: [RegExp, string][] = [
  [/^calls?(?:[_ -]?logs?)?$/i, "call_id"],
  [/^(?:leads?|contacts?)$/i, "lead_id"],
];

const NESTED = /[.[]/;
const INDEXED = /[.[]\d+[.\]]/;
/** What an object is keyed by that lists things by their ids. */
const isKey = (part: string) => /\d/.test(part) && nameField(part) === null && !isEnvelope(part);
const stemOf = (part: string) => part.replace(/\d+/g, "");

type Place = { path: string; fields: FlatField[] };

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const partsOf = (key: string) => key.split(/[.[\]]+/).filter((part) => part !== "");

/** Where a field stands. `email.value` is what `email` is, and `phone.mobile` is a `phone`. */
function pathOf(key: string): string {
  const parts = partsOf(key);
  return parts.slice(0, isPart(parts.at(-2) ?? "", parts.at(-1) ?? "") ? -2 : -1).join(".");
}

const nameUnder = (item: JsonObject, key: string): string | null => {
  const name = item[key] ?? (isObject(item.field ?? null) ? (item.field as JsonObject)[key] : null);
  return typeof name === "string" ? name : null;
};

/** The value of a named one: under a usual key, or under its type, as in `{"type":"email","email":"…"}`. */
function namedValue(item: JsonObject): Json | undefined {
  const key = VALUES.find((candidate) => Object.hasOwn(item, candidate)) ?? textOf(item.type ?? null);
  if (!Object.hasOwn(item, key)) return undefined;
  const value = item[key] as Json;
  if (!isObject(value)) return value;
  return typeof value.label === "string" ? value.label : (plainValue(value) ?? value);
}

/**
 * A list of names with their values, such as `[{"name":"phone","value":"…"}]`, as an object; null where it is none. Where
 * they have several names each, those count of which we know the most.
 */
export function fromNamedValues(list: Json[]): JsonObject | null {
  const items = list.filter(isObject);
  const values = items.map(namedValue);
  if (items.length < list.length || values.includes(undefined)) return null;
  const namings = NAMES.map((key) => items.map((item) => nameUnder(item, key))).filter(
    (names) => !names.includes(null),
  );
  const known = namings.map((names) => names.filter((name) => nameField(name as string) !== null).length);
  const most = Math.max(0, ...known);
  if (most === 0) return null;
  const names = namings[known.indexOf(most)] as string[];
  return Object.fromEntries(names.map((name, index) => [name, values[index] as Json]));
}

/** Opens lists of objects; those of recordings stay whole. */
function openLists(field: FlatField): FlatField[] {
  const { key, value } = field;
  if (
    !Array.isArray(value) ||
    !value.some(isObject) ||
    RECORDINGS.has(nameField(partsOf(key).at(-1) ?? "")?.field as FieldName)
  )
    return [field];
  const named = fromNamedValues(value);
  if (named) return flattenFields(named, key);
  return flattenFields(Object.fromEntries(value.map((item, index) => [index, item])), key).flatMap(openLists);
}

/** What a key means to one who knows the place it stands in: `lead.id` in `event.lead` is `lead_id`. */
function nameIn(path: string, key: string): { name: string; field: FieldName | null } {
  const inside = partsOf(key)
    .slice(path === "" ? 0 : partsOf(path).length)
    .join(".");
  const holder = partsOf(path).findLast((part) => !/^\d+$/.test(part)) ?? "";
  const names = isSubject(holder) ? [`${holder}.${inside}`, inside] : [inside];
  const name = names.find((candidate) => nameField(candidate) !== null) ?? inside;
  return { name, field: nameField(name)?.field ?? null };
}

function hasEvidence({ path, fields }: Place, strong: Set<FieldName>): boolean {
  const found = fields.map(({ key }) => nameIn(path, key).field);
  const hints = new Set(found.filter((field) => field && HINTS.has(field)));
  return hints.size > 1 || found.some((field) => field && strong.has(field));
}

/** What the id beside a record's fields is, by the type that stands there, too. */
function ownIdOf(record: string, fields: FlatField[]): string | undefined {
  const key = pathOf(record).concat(".type").replace(/^\./, "");
  const type = fields.find((field) => field.key === key)?.value;
  return TYPES.find(([pattern]) => typeof type === "string" && pattern.test(type))?.[1];
}

/** The objects that hold a call or lead, but for those inside another one. */
function findPlaces(fields: FlatField[], strong: Set<FieldName>): Place[] {
  const groups = Map.groupBy(fields, ({ key }) => pathOf(key));
  const isRecord = ({ path }: Place) => RECORDS.test(partsOf(path).at(-1) ?? "") && ownIdOf(path, fields) !== undefined;
  const places = [...groups]
    .filter(([path]) => path !== "" && !partsOf(path).some((part) => OTHERS.test(part)))
    .map(([path, own]) => ({ path, fields: own }))
    .filter((place) => hasEvidence(place, strong) || isRecord(place));
  const paths = new Set(places.map(({ path }) => path));
  return places.filter(({ path }) => placeOf(pathOf(path), paths) === null);
}

/** The innermost of these paths that another one is inside of; null where it is in none. */
function placeOf(path: string, places: Set<string>): string | null {
  for (let outer = path; outer !== ""; outer = pathOf(outer)) if (places.has(outer)) return outer;
  return null;
}

/** The fields as each place sees them: what stands outside all means the same, unless it may be the wrapping's own. */
function seenFrom(paths: string[], fields: FlatField[]): FlatField[][] {
  const [record = ""] = paths.length === 1 && RECORDS.test(partsOf(paths[0] ?? "").at(-1) ?? "") ? paths : [];
  const known = new Set(paths);
  const groups = Map.groupBy(fields, ({ key }) => placeOf(pathOf(key), known));
  const ownId = record === "" ? undefined : ownIdOf(record, fields);
  const outside = (groups.get(null) ?? []).map((field) => {
    const meant = nameField(field.key)?.field;
    const isOwnId = meant === "id" && record !== "" && pathOf(field.key) === pathOf(record);
    if (isOwnId) return { ...field, name: ownId ?? "id" };
    return meant && WEAK.has(meant) ? { ...field, name: null } : field;
  });
  return paths.map((path) => {
    const own = (groups.get(path) ?? []).map((field) => ({ ...field, name: nameIn(path, field.key).name }));
    return [...outside, ...own];
  });
}

/** Whether places are the items of one list: in an array, an object keyed by ids, or a form's `calls[0][…]`. */
function areItems(places: Place[]): boolean {
  const parents = new Set(places.map(({ path }) => pathOf(path)));
  const keys = places.map(({ path }) => partsOf(path).at(-1) ?? "");
  const areAlike = keys.every((key) => /^[\da-f-]{8,}$/i.test(key)) || new Set(keys.map(stemOf)).size === 1;
  return parents.size === 1 && keys.every(isKey) && areAlike;
}

/** The items of a list, also those that hold no call or lead: what they say must not count as said of the others. */
function itemsOf(list: string, fields: FlatField[]): string[] {
  const depth = partsOf(list).length;
  const paths = fields
    .map(({ key }) => partsOf(pathOf(key)))
    .filter((parts) => parts.slice(0, depth).join(".") === list && isKey(parts[depth] ?? ""))
    .map((parts) => parts.slice(0, depth + 1).join("."));
  return [...new Set(paths)];
}

/**
 * Finds the call or lead in what was sent, under whatever keys it is wrapped.
 * @returns the fields of each item, usually one; several where a list was sent
 */
export function openWrapping(sent: FlatField[], note: Note): FlatField[][] {
  let isDirect = false;
  let hasLists = false;
  for (const { key, value } of sent) {
    const isNested = NESTED.test(key);
    const field = isNested ? undefined : nameField(key)?.field;
    if (field === "callId") return [sent];
    isDirect ||= field !== undefined && STRONG.has(field);
    hasLists ||= Array.isArray(value) ? value.some(isObject) : isNested && INDEXED.test(key);
  }
  if (isDirect && !hasLists) return [sent];
  const fields = hasLists ? sent.flatMap(openLists) : sent;
  const places = findPlaces(fields, isDirect ? CALLS_OWN : STRONG);
  if (places.length === 0) return [sent];
  const paths = places.map(({ path }) => path);
  if (places.length > 1 && areItems(places)) return seenFrom(itemsOf(pathOf(paths[0] as string), fields), fields);
  if (isDirect && places.length > 1) return [sent];
  // Such as a call and its lead, or one wrapped in keys that say nothing else.
  const isKnown = places.every(({ path }) => partsOf(path).every((part) => isEnvelope(part) || /^\d+$/.test(part)));
  if (places.length > 1) {
    if (isKnown) return [fields];
    note(problem("several-places", "body", paths.join(", ")));
    return [sent];
  }
  const path = paths[0] as string;
  if (!isKnown) note(problem("unwrapped", "body", path));
  return seenFrom([path], fields);
}
