import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import type { FieldTable } from "#app/lib/fields/field.ts";
import { formatDuration } from "#app/lib/format-number.ts";

type Change = { field: string; before: unknown; after: unknown };
/** What a delivery did to a call or a lead; what its agents (by our id) and codes are called. */
type Changes = { what: "call" | "lead"; isNew: boolean; fields: readonly Change[] };
type Names = { agents: ReadonlyMap<number, string>; codes: ReadonlyMap<string, string> };

/** Second forms of another field, and what a reader learns from the rest of the page. */
const SILENT = new Set([
  ...["startedAtText", "endedAtText", "endedAt", "dispositionName", "phoneE164", "contactId", "leadId", "campaignId"],
]);
const MOST_FIELDS = 5;

/**
 * What a delivery changed, as short phrases such as "SALE → Call back, by redisposition" and "Length 2:05". Values of people
 * are left out: of these fields only the names are told.
 */
export function changeWords({ what, isNew, fields }: Changes, names: Names): string[] {
  const table: FieldTable = what === "call" ? CALL_FIELDS : CONTACT_FIELDS;
  const told = fields.filter(({ field, after }) => !SILENT.has(field) && (after ?? "") !== "");
  const said = told.flatMap((change) => phraseOf(change, table[change.field], isNew, names) ?? []);
  const unsaid = told
    .filter((change) => phraseOf(change, table[change.field], isNew, names) === null)
    .map(({ field }) => table[field]?.label ?? field.replace(/^extra\./, ""));
  const list = [...unsaid.slice(0, MOST_FIELDS), ...(unsaid.length > MOST_FIELDS ? ["more"] : [])].join(", ");
  if (isNew) return [what === "call" ? "New call" : "New lead", ...said];
  return [...said, ...(list === "" ? [] : [`${what === "lead" ? "Lead: " : ""}${list} changed`])];
}

/** Null: only the field's name may be told, or says enough. */
function phraseOf(
  { field, before, after }: Change,
  declared: FieldTable[string] | undefined,
  isNew: boolean,
  names: Names,
) {
  if (field === "disposition") return dispositionWords(before, after, names);
  if (field === "recordingUrl") return "Recording arrived";
  if (field === "agentComment") return "Agent's comment";
  if (field === "durationSeconds") return arrow("Length", before, after, (seconds) => formatDuration(Number(seconds)));
  if (field === "agentId") return arrow("Agent", before, after, (id) => names.agents.get(Number(id)) ?? `#${id}`);
  if (declared?.personal !== "no" || declared.type !== "text" || isNew) return null;
  return arrow(declared.label, before, after, String);
}

function dispositionWords(before: unknown, after: unknown, { codes }: Names): string {
  const nameOf = (code: unknown) => codes.get(String(code).toUpperCase()) ?? String(code);
  const isSet = (before ?? "") === "";
  return isSet ? `Disposition ${nameOf(after)}` : `${nameOf(before)} → ${nameOf(after)}, by redisposition`;
}

function arrow(label: string, before: unknown, after: unknown, say: (value: unknown) => string): string {
  return (before ?? "") === "" ? `${label} ${say(after)}` : `${label} ${say(before)} → ${say(after)}`;
}
