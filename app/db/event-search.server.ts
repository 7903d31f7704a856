import { type FragmentSqlToken, sql } from "slonik";
import type { SearchField, SearchTerm } from "#app/lib/parse-search.ts";

/** What deliveries can be searched by, besides their text and JSON. */
export const EVENT_SEARCH_FIELDS = {
  disposition: "text",
  agent: "text",
  campaign: "text",
  phone: "text",
  lead: "text",
  call: "text",
  duration: "number",
  status: "number",
  source: "text",
  outcome: ["processed", "duplicate", "invalid", "refused", "failed", "echoed"],
  type: ["lead", "call", "echo"],
  is: ["test", "real", "misrouted", "erased"],
} as const satisfies Record<string, SearchField>;

type Condition = FragmentSqlToken;
type Field = keyof typeof EVENT_SEARCH_FIELDS | "text" | "json";

/** A phone of so many digits is looked up as a whole; fewer are looked for inside. */
const DIGITS_OF_A_PHONE = 10;
const digitsOf = (phone: string) => phone.replace(/\D/g, "");
const phoneKeys = (digits: string) => sql.array([digits, `+${digits}`, `+1${digits}`], "text");
const phoneOfCall = sql.fragment`coalesce(phone_e164, nullif(regexp_replace(phone_number, '\\D', '', 'g'), ''))`;

/** Whether a term names rows by something that is unique, or nearly so, and indexed: then they are found by it alone. */
export function isKey({ field, value, isNot }: SearchTerm): boolean {
  if (isNot) return false;
  if (field === "phone") return digitsOf(value).length >= DIGITS_OF_A_PHONE;
  return (field === "call" || field === "lead") && !value.includes("*");
}

/** Whether a term asks for one of a few kinds of deliveries that have indexes, as the choices above the list do. */
export function isKind({ field, value, isNot }: SearchTerm): boolean {
  if (isNot) return false;
  return field === "outcome" || field === "type" || (field === "is" && (value === "test" || value === "misrouted"));
}

/**
 * What a term asks of a row of `call_events`; null means no, and only a key's is ever null: an index finds what stands bare
 * in a `where`. Rows of other tables are read by their keys, one at a time.
 */
export function searchCondition(term: SearchTerm): Condition {
  const condition = conditions[term.field as Field](term);
  if (isKey(term)) return condition;
  return term.isNot ? sql.fragment`not coalesce(${condition}, false)` : sql.fragment`coalesce(${condition}, false)`;
}

/** Equal in any letter case, or, with `*` in it, alike. */
function matches(column: Condition, value: string): Condition {
  if (!value.includes("*")) return sql.fragment`lower(${column}) = ${value.toLowerCase()}`;
  const pattern = value.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%");
  return sql.fragment`${column} ilike ${pattern}`;
}

function compared(column: Condition, { operator, value }: SearchTerm): Condition {
  const sign =
    operator === ":"
      ? sql.fragment`=`
      : { ">=": sql.fragment`>=`, "<=": sql.fragment`<=`, ">": sql.fragment`>`, "<": sql.fragment`<` }[operator];
  return sql.fragment`${column} ${sign} ${Number(value)}`;
}

const ofCall = (condition: Condition) =>
  sql.fragment`(select ${condition} from calls where calls.call_id = call_events.call_id)`;
const ofLead = (condition: Condition) =>
  sql.fragment`(select ${condition} from contacts where contacts.id = call_events.contact_id)`;

const conditions: Record<Field, (term: SearchTerm) => Condition> = {
  disposition: ({ value }) =>
    ofCall(
      sql.fragment`${matches(sql.fragment`disposition`, value)} or ${matches(sql.fragment`disposition_name`, value)}`,
    ),
  agent: ({ value }) => sql.fragment`
    call_events.agent_id = any(array(
      select id from agents
      where agent_id = ${value} or ${matches(sql.fragment`name`, value.includes("*") ? value : `*${value}*`)}))`,
  campaign: ({ value }) => {
    const isNamed = matches(sql.fragment`campaign`, value);
    return sql.fragment`coalesce(${ofCall(isNamed)}, ${ofLead(isNamed)})`;
  },
  phone: ({ value }) => {
    const digits = digitsOf(value);
    if (digits.length >= DIGITS_OF_A_PHONE) {
      const keys = phoneKeys(digits);
      return sql.fragment`(
        call_events.contact_id = any(array(select id from contacts where phone_key = any(${keys})))
        or call_events.call_id = any(array(
          select call_id from calls where contact_id is null and ${phoneOfCall} = any(${keys}))))`;
    }
    const pattern = `%${digits}%`;
    return sql.fragment`(
      ${ofLead(sql.fragment`phone_key like ${pattern}`)} or ${ofCall(sql.fragment`${phoneOfCall} like ${pattern}`)})`;
  },
  lead: ({ value }) => {
    if (value.includes("*")) return ofLead(matches(sql.fragment`lead_id`, value));
    const ours = /^#(\d{1,15})$/.exec(value)?.[1];
    if (ours) return sql.fragment`call_events.contact_id = ${ours}::bigint`;
    return sql.fragment`call_events.contact_id = any(array(select id from contacts where lead_id = ${value}))`;
  },
  call: ({ value }) =>
    value.includes("*")
      ? matches(sql.fragment`call_events.call_id`, value)
      : sql.fragment`call_events.call_id = ${value}`,
  duration: (term) => ofCall(compared(sql.fragment`duration_seconds`, term)),
  status: (term) => compared(sql.fragment`call_events.http_status`, term),
  source: ({ value }) => matches(sql.fragment`call_events.source_address`, value),
  outcome: ({ value }) => sql.fragment`call_events.outcome = ${value}`,
  type: ({ value }) => sql.fragment`call_events.endpoint = ${value}`,
  is: ({ value }) => states[value as keyof typeof states],
  text: ({ value }) => holdsText(value),
  json: ({ value }) => holdsJson(JSON.parse(value)),
};

const states = {
  test: sql.fragment`call_events.is_test`,
  real: sql.fragment`not call_events.is_test`,
  misrouted: sql.fragment`call_events.is_misrouted`,
  nothing: sql.fragment`false`,
  erased: sql.fragment`call_events.payload_erased_at is not null`,
};

// "C" folds the case of A to Z only, which is many times faster than to fold that of all the world's letters.
const bodyText = sql.fragment`lower(encode(call_events.body, 'escape') collate "C")`;

/** Text as {@link bodyText} would show its bytes: what is not ASCII in PostgreSQL's escape format. */
function asBodyText(text: string): string {
  const escaped = [...Buffer.from(text)].map((byte) =>
    byte === 0x5c
      ? "\\\\"
      : byte === 0 || byte > 127
        ? `\\${byte.toString(8).padStart(3, "0")}`
        : String.fromCharCode(byte),
  );
  return escaped.join("").replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Whether the body holds the text, plain or as JSON or a form would write it, or our note on the delivery does. */
function holdsText(text: string): Condition {
  const encoded = encodeURIComponent(text.toWellFormed());
  const json = JSON.stringify(text).slice(1, -1);
  const spellings = new Set([text, json, encoded, encoded.replaceAll("%20", "+")].map(asBodyText));
  const found = [...spellings].map((spelling) => sql.fragment`strpos(${bodyText}, ${spelling}) > 0`);
  const note = sql.fragment`lower(concat_ws(' ', call_events.call_id, call_events.error, call_events.hint, call_events.query))`;
  return sql.fragment`(
    coalesce(${sql.join(found, sql.fragment` or `)}, false) or strpos(${note}, ${text.toLowerCase()}) > 0)`;
}

type Scalar = string | number;
const isScalar = (value: unknown): value is Scalar => typeof value === "string" || typeof value === "number";

/** Convoso writes numbers as text or as numbers, as its adaptor likes: `"55"` finds `55`, and the other way around. */
function bothWays(value: unknown): unknown[] {
  if (typeof value === "number") return [value, String(value)];
  return typeof value === "string" && /^-?\d{1,15}$/.test(value) && String(Number(value)) === value
    ? [value, Number(value)]
    : [value];
}

/** Whether the body is JSON that contains this object, or a form that has each of its pairs. */
function holdsJson(object: Record<string, unknown>): Condition {
  const pairs = Object.entries(object);
  const contained = pairs.map(([key, value]) => {
    const spellings = bothWays(value).map((spelling) => JSON.stringify({ [key]: spelling }));
    return sql.fragment`held @> any(${sql.array(spellings, "text")}::jsonb[])`;
  });
  const isJson = sql.fragment`
    (select ${sql.join([sql.fragment`true`, ...contained], sql.fragment` and `)} from json_of_body(call_events.body) as held
    where held is not null)`;
  if (!pairs.every(([, value]) => isScalar(value))) return isJson;
  const isForm = pairs.map(([key, value]) => inForm(key, value as Scalar));
  return sql.fragment`
    case when call_events.body_shape = 'form' then ${sql.join([sql.fragment`true`, ...isForm], sql.fragment` and `)}
    else coalesce(${isJson}, false) end`;
}

function inForm(key: string, value: Scalar): Condition {
  const pair = [key, String(value)].map((part) => part.toWellFormed());
  const spellings = new Set([
    new URLSearchParams([pair]).toString(),
    pair.map(encodeURIComponent).join("="),
    pair.join("="),
  ]);
  const found = [...spellings].map((spelling) => {
    return sql.fragment`strpos('&' || ${bodyText} || '&', ${`&${asBodyText(spelling)}&`}) > 0`;
  });
  return sql.fragment`(${sql.join(found, sql.fragment` or `)})`;
}
