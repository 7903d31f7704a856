import { type FragmentSqlToken, sql } from "slonik";
import { agentsCalled } from "#app/db/agents/agent-search.server.ts";
import { hasPhone, isPhone, matchesLead } from "#app/db/leads/lead-search.server.ts";
import { asMeant, compares, matchesText } from "#app/db/lists/match-text.server.ts";
import { callHasNote, leadHasNote } from "#app/db/notes/note-words.server.ts";
import type { SearchField, SearchTerm } from "#app/lib/parse-search.ts";
import { digitsOf, isWholePhone, wholePhoneKeys } from "#app/lib/whole-phone-keys.server.ts";

/** What calls can be searched by, besides words. The names mean the same in the Webhook Logs. */
export const CALL_SEARCH_FIELDS = {
  disposition: "text",
  agent: "text",
  campaign: "text",
  phone: "text",
  lead: "text",
  call: "text",
  duration: "number",
  direction: "text",
  queue: "text",
  list: "text",
  note: "text",
  is: ["test", "real"],
} as const satisfies Record<string, SearchField>;

/**
 * Where a term finds calls, each through its index: calls of leads (a condition on `contacts`), of agents (a select of
 * ids), and calls themselves. `isExact`: the lead is named by what is unique, or nearly so, and has to be found.
 */
export type Sources = {
  lead?: FragmentSqlToken | undefined;
  agents?: FragmentSqlToken | undefined;
  call?: FragmentSqlToken | undefined;
  isExact: boolean;
};

const phoneOfCall = sql.fragment`phone_key(calls.phone_e164, calls.phone_number)`;

/** Calls that belong to no lead, by their own phone; as the indexes of such calls have it. */
function ownPhone(phone: string): FragmentSqlToken | undefined {
  const digits = digitsOf(phone);
  if (digits === "") return undefined;
  if (isWholePhone(phone)) {
    return sql.fragment`calls.contact_id is null and ${phoneOfCall} = any(${sql.array(wholePhoneKeys(phone), "text")})`;
  }
  const beginnings = wholePhoneKeys(phone).map((key) => sql.fragment`${phoneOfCall} collate "C" like ${`${key}%`}`);
  const end = `${[...digits].reverse().join("")}%`;
  return sql.fragment`calls.contact_id is null and (
    ${sql.join(beginnings, sql.fragment` or `)} or reverse(${phoneOfCall}) collate "C" like ${end})`;
}

/**
 * The sources of a term; null where no index finds what it means.
 * @param isMasked for those who find a phone or an e-mail address only whole, also where a label holds one
 */
export function sourcesOf({ field, value, isNot }: SearchTerm, isMasked: boolean): Sources | null {
  if (isNot) return null;
  if (field === "agent") return { agents: agentsCalled(value, isMasked), isExact: false };
  if (field === "call" && !value.includes("*")) return { call: sql.fragment`calls.call_id = ${value}`, isExact: true };
  if (field === "lead" && !value.includes("*")) return { lead: isLead(value), isExact: true };
  if (field === "phone") return { lead: hasPhone(value), call: ownPhone(value), isExact: isWholePhone(value) };
  if (field === "note") return { lead: leadHasNote(value), call: callHasNote(value), isExact: false };
  if (field !== "text") return null;
  const phone = isPhone(value) && (isWholePhone(value) || !isMasked) ? ownPhone(value) : undefined;
  const ofCall = [sql.fragment`calls.call_id = ${value}`, phone, isMasked ? undefined : callHasNote(value)];
  const either = sql.join(
    ofCall.filter((condition) => condition !== undefined),
    sql.fragment` or `,
  );
  return {
    lead: matchesLeadOrNote(value, isMasked),
    agents: agentsCalled(value, isMasked),
    call: sql.fragment`(${either})`,
    isExact: false,
  };
}

const matchesLeadOrNote = (value: string, isMasked: boolean) =>
  isMasked ? matchesLead(value, { isMasked }) : sql.fragment`(${matchesLead(value)} or ${leadHasNote(value)})`;

function isLead(value: string): FragmentSqlToken {
  const ours = /^#(\d{1,15})$/.exec(value)?.[1];
  return ours ? sql.fragment`contacts.id = ${ours}::bigint` : sql.fragment`contacts.lead_id = ${value}`;
}

/** Whether a term asks for test data, of which there is an index. */
export function isKind({ field, value, isNot }: SearchTerm): boolean {
  return field === "is" && value === "test" && !isNot;
}

/** How a condition on a call's lead is asked: of a few calls by looking each up, or of all by finding the leads first. */
export type Looking = "each" | "all";

const ofLead: Record<Looking, (condition: FragmentSqlToken) => FragmentSqlToken> = {
  each: (condition) => sql.fragment`(select ${condition} from contacts where contacts.id = calls.contact_id)`,
  all: (condition) => sql.fragment`calls.contact_id = any(array(select contacts.id from contacts where ${condition}))`,
};

/** What a term asks of a row of `calls`. */
export function searchCondition(term: SearchTerm, isMasked: boolean, looking: Looking): FragmentSqlToken {
  const sources = sourcesOf({ ...term, isNot: false }, isMasked);
  if (!sources)
    return asMeant(columnConditions[term.field]?.(term, ofLead[looking], isMasked) ?? sql.fragment`false`, term);
  const either = [
    sources.lead && ofLead[looking](sources.lead),
    sources.agents && sql.fragment`calls.agent_id = any(array(${sources.agents}))`,
    sources.call,
  ].filter((condition) => condition !== undefined);
  const asked = either.map((condition) => sql.fragment`coalesce(${condition}, false)`);
  return asMeant(sql.fragment`(${sql.join(asked, sql.fragment` or `)})`, term);
}

const column = (name: string) => sql.identifier(["calls", name]);
type ColumnCondition = (
  term: SearchTerm,
  ofLead: (condition: FragmentSqlToken) => FragmentSqlToken,
  isMasked: boolean,
) => FragmentSqlToken;

const label =
  (name: string): ColumnCondition =>
  ({ value }, _, isMasked) =>
    matchesText(sql.fragment`${column(name)}`, value, isMasked);

const columnConditions: Record<string, ColumnCondition> = {
  call: ({ value }) => matchesText(sql.fragment`calls.call_id`, value),
  lead: ({ value }, ofLead) => ofLead(matchesText(sql.fragment`contacts.lead_id`, value)),
  campaign: label("campaign"),
  direction: label("direction"),
  queue: label("queue"),
  list: label("list_id"),
  disposition: (...asked) =>
    sql.fragment`(${label("disposition")(...asked)} or ${label("disposition_name")(...asked)})`,
  duration: (term) => compares(sql.fragment`calls.duration_seconds`, term),
  is: ({ value }) =>
    value === "test"
      ? sql.fragment`calls.is_test`
      : value === "real"
        ? sql.fragment`not calls.is_test`
        : sql.fragment`false`,
};
