import type { AgentDetails } from "#app/db/agents/agents.server.ts";
import type { Call, CallSummary } from "#app/db/calls/list-calls.server.ts";
import type { CallEvent, EventSummary } from "#app/db/deliveries/call-events.server.ts";
import type { CustodyStep } from "#app/db/evidence/custody.server.ts";
import type { FailedJob } from "#app/db/jobs/failed-jobs.server.ts";
import type { Contact } from "#app/db/leads/contacts.server.ts";
import type { LedgerDifference } from "#app/db/ledger/differences.server.ts";
import type { Note } from "#app/db/notes/notes.server.ts";
import type { Act } from "#app/db/people/audit-log.server.ts";
import type { PendingRecording } from "#app/db/recordings/pending-recordings.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { columnOf } from "#app/lib/column-names.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import type { Field, FieldColumns, FieldTable } from "#app/lib/fields/field.ts";
import { isMasked as isMaskedText, maskEmail, maskLabel, maskPhone, maskText } from "#app/lib/mask.ts";
import { isAtLeast, mayHear } from "#app/lib/roles.ts";

/**
 * Rows as somebody may see them: whole for operators and admins, for viewers with phones, e-mail addresses, postal
 * addresses, notes and payloads hidden; for listeners the same, but for calls of their campaigns. Every loader of the portal passes its rows through here, so nothing else reaches a page.
 */
export function shownTo(admin: Pick<Admin, "role" | "campaigns">) {
  const isMasked = !isAtLeast(admin.role, "operator");
  return {
    isMasked,
    agent: (agent: AgentDetails) => (isMasked ? mask(agent, AGENT) : agent),
    lead: (lead: Contact) => (isMasked ? maskLead(lead) : lead),
    call: <T extends CallSummary>(call: T) => (mayHear(admin, call.campaign) ? call : maskCall(call)),
    /** A note on a call, which is shown as the call is. */
    noteOn: (call: CallSummary) => (note: Note) => (mayHear(admin, call.campaign) ? note : mask(note, NOTE)),
    /** The search for a call's recording, as the call is shown. */
    searchOf: (call: CallSummary, search: PendingRecording | null) =>
      search === null || mayHear(admin, call.campaign) ? search : mask(search, SEARCH),
    event: <T extends EventSummary>(event: T) => (isMasked ? maskEvent(event) : event),
    note: (note: Note) => (isMasked ? mask(note, NOTE) : note),
    act: (act: Act) => (isMasked ? mask(act, ACT) : act),
    job: (job: FailedJob) => (isMasked ? mask(job, JOB) : job),
    difference: (difference: LedgerDifference) => (isMasked ? mask(difference, DIFFERENCE) : difference),
    /** Counts by what senders named: campaigns, queues, agents. */
    labels: <T>(named: T) => (isMasked ? maskLabels(named) : named),
    /** What a filter offers, in order. What is masked comes last: its place among the others would tell how it begins. */
    choices: <T>(named: readonly T[]): T[] => (isMasked ? maskedLast(named.map(maskLabels)) : [...named]),
    custody: <T extends CustodyShown>(step: T): T => (isMasked ? maskStep(step) : step),
  };
}

const HIDDEN = "hidden";

/** How much of a column a viewer gets: as the tables of fields say it, and for columns of the portal's own. */
type Rule = Field["personal"] | "label" | "labels" | "words" | "values" | "size" | "problems";

const maskers: Record<Rule, (value: never) => unknown> = {
  no: (value) => value,
  shown: (value) => value,
  phone: (phone: string) => maskPhone(phone),
  email: (email: string) => maskEmail(email),
  hidden: () => HIDDEN,
  secret: () => null,
  label: (text: string) => maskLabel(text),
  labels: (named: unknown) => maskLabels(named),
  words: (text: string) => maskText(text),
  values: (record: Record<string, unknown>) => Object.fromEntries(Object.keys(record).map((key) => [key, HIDDEN])),
  size: () => 0,
  problems: (problems: readonly { code?: unknown; key?: unknown }[]) =>
    problems.map(({ code, key }) => ({ code, key })),
};

/** The row by its rules. A column without a rule is a secret. */
function mask<T extends object>(row: T, rules: Partial<Record<string, Rule>>): T {
  const masked = Object.entries(row).map(([column, value]) => {
    const isBlank = value === null || value === undefined || value === "";
    return [column, isBlank ? value : maskers[rules[column] ?? "secret"](value as never)];
  });
  return Object.fromEntries(masked);
}

/** The same with every text in it masked as a label. */
function maskLabels<T>(named: T): T {
  return maskTexts(named, maskLabel);
}

function maskTexts<T>(named: T, maskOne: (text: string) => string): T {
  if (typeof named === "string") return maskOne(named) as T;
  if (Array.isArray(named)) return named.map((one) => maskTexts(one, maskOne)) as T;
  if (named === null || typeof named !== "object" || named instanceof Date) return named;
  return Object.fromEntries(Object.entries(named).map(([key, value]) => [key, maskTexts(value, maskOne)])) as T;
}

type CustodyShown = Pick<CustodyStep, "what" | "outcome" | "bytes">;

/**
 * A step of the chain of custody. The outcome of a delivery is its id, whose digits may look like a phone; that of a question
 * may quote Convoso.
 */
function maskStep<T extends CustodyShown>(step: T): T {
  if (step.what === "delivery") return { ...maskLabels(step), outcome: step.outcome, bytes: null };
  return maskTexts(step, step.what === "asked" ? maskText : maskLabel);
}

function maskedLast<T>(labels: T[]): T[] {
  const { shown = [], masked = [] } = Object.groupBy(labels, (one) =>
    isMaskedText(JSON.stringify(one)) ? "masked" : "shown",
  );
  return [...shown, ...masked];
}

type Phones = { phone_number: string | null; phone_e164: string | null };

function maskPhones({ phone_number, phone_e164 }: Phones): Phones {
  const phone = phone_e164 ?? phone_number;
  return { phone_number: phone && maskPhone(phone), phone_e164: null };
}

function rulesOf(table: FieldTable): Record<string, Rule> {
  return Object.fromEntries(
    Object.entries(table).map(([field, declared]) => [columnOf(field), ruleOf(field, declared)]),
  );
}

/** Senders may put a phone where a campaign or name belongs. The lead's id is what it is known by, as the call's is. */
function ruleOf(field: string, { personal, type }: Field): Rule {
  const isLabel = type === "text" && (personal === "no" || personal === "shown") && field !== "leadId";
  return isLabel ? "label" : personal;
}

/** The columns of `Row` that no table of fields declares. */
type OwnRules<Row, Table extends FieldTable> = Record<Exclude<keyof Row, keyof FieldColumns<Table>>, Rule>;

const AGENT: Record<keyof AgentDetails, Rule> = {
  id: "no",
  agent_id: "label",
  name: "label",
  email: "email",
  is_test: "no",
  created_at: "no",
};

const ACT: Record<keyof Act, Rule> = { id: "no", at: "no", actor: "no", action: "no", target: "words" };

const NOTE: Record<keyof Note, Rule> = {
  id: "no",
  contact_id: "no",
  call_id: "no",
  text: "hidden",
  author: "no",
  created_at: "no",
};

const SEARCH: Record<keyof PendingRecording, Rule> = {
  state: "no",
  attempts: "no",
  failures: "no",
  refetches: "no",
  next_try_at: "no",
  last_try_at: "no",
  last_answer: "words",
};

const JOB: Record<keyof FailedJob, Rule> = {
  id: "no",
  task_identifier: "no",
  key: "label",
  attempts: "no",
  created_at: "no",
  updated_at: "no",
  last_error: "words",
};

const DIFFERENCE: Record<keyof LedgerDifference, Rule> = {
  id: "no",
  call_id: "no",
  window_start: "no",
  kind: "no",
  occurred_at: "no",
  fields: "labels",
  asked_at: "no",
  since: "no",
  state: "no",
  is_automatic: "no",
  can_fix: "no",
  event_id: "no",
  settled_at: "no",
  settled_by: "no",
  note: "words",
  cursor: "no",
};

const LEAD: OwnRules<Contact, typeof CONTACT_FIELDS> = {
  id: "no",
  cursor: "no",
  extra: "values",
  is_test: "no",
  created_at: "no",
  updated_at: "no",
  conversion: "no",
  call_count: "no",
  last_call_at: "no",
};

const CALL: OwnRules<Call, typeof CALL_FIELDS> = {
  campaign_name: "label",
  disposition_label: "label",
  list_name: "label",
  call_id: "no",
  cursor: "no",
  occurred_at: "no",
  contact_name: "label",
  agent_name: "label",
  is_test: "no",
  recording_state: "no",
  recording_fault: "no",
  recording_verdict_at: "no",
  recording_source: "no",
  recording_found_at: "no",
  next_try_at: "no",
  last_answer: "words",
  extra: "values",
  created_at: "no",
  updated_at: "no",
};

const EVENT: Record<keyof CallEvent, Rule> = {
  id: "no",
  endpoint: "no",
  kind: "label",
  outcome: "no",
  is_misrouted: "no",
  is_test: "no",
  received_at: "no",
  http_status: "no",
  error: "words",
  hint: "words",
  call_id: "no",
  contact_id: "no",
  agent_id: "no",
  agent_name: "label",
  contact_name: "label",
  phone_number: "phone",
  phone_e164: "phone",
  method: "label",
  query: "hidden",
  content_type: "label",
  headers: "values",
  source_address: "no",
  body: "secret",
  body_size: "size",
  body_shape: "no",
  problems: "problems",
  processing_ms: "no",
  replay_of: "no",
  part_of: "no",
  part: "no",
  field_map_version: "no",
  apply_attempts: "no",
  last_apply_at: "no",
  payload_erased_at: "no",
  payload_erased_by: "no",
};

const leadRules = { ...rulesOf(CONTACT_FIELDS), ...LEAD };
const callRules = { ...rulesOf(CALL_FIELDS), ...CALL };

function maskLead(lead: Contact): Contact {
  return { ...mask(lead, leadRules), ...maskPhones(lead) };
}

function maskCall<T extends CallSummary>(call: T): T {
  return { ...mask(call, callRules), ...maskPhones(call) };
}

function maskEvent<T extends EventSummary>(event: T): T {
  return { ...mask(event, EVENT), ...maskPhones(event) };
}
