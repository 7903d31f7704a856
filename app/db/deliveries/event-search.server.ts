import { type FragmentSqlToken, sql } from "slonik";
import { agentsCalled } from "#app/db/agents/agent-search.server.ts";
import { asMeant, compares, matchesText } from "#app/db/lists/match-text.server.ts";
import { DESTINATIONS } from "#app/lib/endpoints.ts";
import { foldText } from "#app/lib/fold-text.ts";
import { OUTCOMES } from "#app/lib/outcomes.ts";
import type { SearchField, SearchTerm } from "#app/lib/parse-search.ts";
import { PROBLEM_CODES } from "#app/lib/problems.ts";
import { digitsOf, isWholePhone, wholePhoneKeys } from "#app/lib/whole-phone-keys.server.ts";

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
  part_of: "text",
  problem: PROBLEM_CODES,
  source: "text",
  outcome: OUTCOMES,
  type: DESTINATIONS,
  is: ["test", "real", "misrouted", "erased"],
} as const satisfies Record<string, SearchField>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Condition = FragmentSqlToken;
type Field = keyof typeof EVENT_SEARCH_FIELDS | "text" | "json";

const phoneOfCall = sql.fragment`phone_key(phone_e164, phone_number)`;

/** Whether a term names rows by something that is unique, or nearly so, and indexed: then they are found by it alone. */
export function isKey({ field, value, isNot }: SearchTerm): boolean {
  if (isNot) return false;
  if (field === "phone") return isWholePhone(value);
  return field === "part_of" || ((field === "call" || field === "lead") && !value.includes("*"));
}

/** Whether a term asks for one of a few kinds of deliveries that have indexes, as the choices above the list do. */
export function isKind({ field, value, isNot }: SearchTerm): boolean {
  if (isNot) return false;
  return (
    ["outcome", "type", "problem"].includes(field) || (field === "is" && (value === "test" || value === "misrouted"))
  );
}

/**
 * What a term asks of a row of `call_events`; null means no, and only a key's is ever null: an index finds what stands bare
 * in a `where`. Rows of other tables are read by their keys, one at a time.
 * @param isMasked for those who find a phone or an e-mail address only whole, also where a label holds one
 */
export function searchCondition(term: SearchTerm, isMasked: boolean): Condition {
  const condition = conditions[term.field as Field](term, isMasked);
  return isKey(term) ? condition : asMeant(condition, term);
}

/** Whether something in the delivery could not be read as sent, of one of these kinds. */
export function hasProblem(codes: readonly string[]): Condition {
  const listed = sql.join(
    codes.map((code) => sql.fragment`${code}`),
    sql.fragment`, `,
  );
  return sql.fragment`exists (
    select from call_event_problems as noted where noted.code in (${listed}) and noted.event_id = call_events.id)`;
}

const ofCall = (condition: Condition) =>
  sql.fragment`(select ${condition} from calls where calls.call_id = call_events.call_id)`;
const ofLead = (condition: Condition) =>
  sql.fragment`(select ${condition} from contacts where contacts.id = call_events.contact_id)`;

const conditions: Record<Field, (term: SearchTerm, isMasked: boolean) => Condition> = {
  disposition: ({ value }, isMasked) =>
    ofCall(
      sql.fragment`${matchesText(sql.fragment`disposition`, value, isMasked)} or ${matchesText(sql.fragment`disposition_name`, value, isMasked)}`,
    ),
  agent: ({ value }, isMasked) => sql.fragment`call_events.agent_id = any(array(${agentsCalled(value, isMasked)}))`,
  campaign: ({ value }, isMasked) => {
    const isNamed = matchesText(sql.fragment`campaign`, value, isMasked);
    return sql.fragment`coalesce(${ofCall(isNamed)}, ${ofLead(isNamed)})`;
  },
  phone: ({ value }) => {
    if (isWholePhone(value)) {
      const keys = sql.array(wholePhoneKeys(value), "text");
      return sql.fragment`(
        call_events.contact_id = any(array(
          select id from contacts where phone_key = any(${keys})
          union select contact_id from contact_aliases where alias collate "C" = any(${keys})))
        or call_events.call_id = any(array(
          select call_id from calls where contact_id is null and ${phoneOfCall} = any(${keys}))))`;
    }
    const pattern = `%${digitsOf(value)}%`;
    return sql.fragment`(
      ${ofLead(sql.fragment`phone_key like ${pattern}`)} or ${ofCall(sql.fragment`${phoneOfCall} like ${pattern}`)})`;
  },
  lead: ({ value }) => {
    if (value.includes("*")) return ofLead(matchesText(sql.fragment`lead_id`, value));
    const ours = /^#(\d{1,15})$/.exec(value)?.[1];
    if (ours) return sql.fragment`call_events.contact_id = ${ours}::bigint`;
    return sql.fragment`call_events.contact_id = any(array(select id from contacts where lead_id = ${value}))`;
  },
  call: ({ value }) =>
    value.includes("*")
      ? matchesText(sql.fragment`call_events.call_id`, value)
      : sql.fragment`call_events.call_id = ${value}`,
  part_of: ({ value }) => (UUID.test(value) ? sql.fragment`call_events.part_of = ${value}::uuid` : sql.fragment`false`),
  duration: (term) => ofCall(compares(sql.fragment`duration_seconds`, term)),
  status: (term) => compares(sql.fragment`call_events.http_status`, term),
  source: ({ value }) => matchesText(sql.fragment`call_events.source_address`, value),
  problem: ({ value }) => hasProblem([value]),
  outcome: ({ value }) => sql.fragment`call_events.outcome = ${value}`,
  type: ({ value }) => sql.fragment`call_events.endpoint = ${value}`,
  is: ({ value }) => states[value as keyof typeof states],
  text: (term, isMasked) =>
    isWholePhone(term.value)
      ? sql.fragment`(${holdsText(term.value)} or coalesce(${conditions.phone(term, isMasked)}, false))`
      : holdsText(term.value),
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

function spellingsOf(text: string): string[] {
  const encoded = encodeURIComponent(text.toWellFormed());
  return [text, JSON.stringify(text).slice(1, -1), encoded, encoded.replaceAll("%20", "+")];
}

/** What only a body with accents, typographic marks or escaped letters holds, which takes longer to read. */
const HINTS_OF_FOREIGN_LETTERS = ["\\2", "\\3", "\\\\u", "%c", "%d", "%e"];

/**
 * Whether the body holds the text, plain or as JSON or a form would write it, or our note on the delivery does. Letter
 * case and accents make no difference.
 */
function holdsText(text: string): Condition {
  const folded = foldText(text);
  const spellings = new Set([text, folded].flatMap(spellingsOf).map(asBodyText));
  const holds = (part: string) => sql.fragment`strpos(bytes, ${part}) > 0`;
  const either = (parts: Iterable<string>) => sql.join([...parts].map(holds), sql.fragment` or `);
  const note = sql.fragment`fold_text(concat_ws(' ', call_events.call_id, call_events.error, call_events.hint, call_events.query))`;
  return sql.fragment`(
    coalesce((
      select ${either(spellings)}
        or ((${either(HINTS_OF_FOREIGN_LETTERS)}) and strpos(fold_text(readable_body(call_events.body)), ${folded}) > 0)
      from (select ${bodyText} offset 0) as escaped (bytes)
    ), false) or strpos(${note}, ${folded}) > 0)`;
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
