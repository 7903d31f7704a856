import type { AgentDetails } from "#app/db/agents.server.ts";
import type { Act } from "#app/db/audit-log.server.ts";
import type { CallEvent, EventSummary } from "#app/db/call-events.server.ts";
import type { Call, CallSummary } from "#app/db/calls.server.ts";
import type { Contact } from "#app/db/contacts.server.ts";
import type { FailedJob } from "#app/db/failed-jobs.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { maskEmail, maskPhone, maskText } from "#app/lib/mask.ts";
import { isAtLeast } from "#app/lib/roles.ts";

/**
 * Rows as somebody may see them: whole for operators and admins, for viewers with phones, e-mail addresses, postal
 * addresses and payloads hidden. Every loader of the portal passes its rows through here, so nothing else reaches a page.
 */
export function shownTo({ role }: Admin) {
  const isMasked = !isAtLeast(role, "operator");
  return {
    isMasked,
    agent: (agent: AgentDetails) => (isMasked ? { ...agent, email: agent.email && maskEmail(agent.email) } : agent),
    lead: (lead: Contact) => (isMasked ? maskLead(lead) : lead),
    call: <T extends CallSummary>(call: T) => (isMasked ? maskCall(call) : call),
    event: <T extends EventSummary>(event: T) => (isMasked ? maskEvent(event) : event),
    act: (act: Act): Act => (isMasked ? { ...act, target: act.target && maskText(act.target) } : act),
    job: (job: FailedJob): FailedJob =>
      isMasked ? { ...job, last_error: job.last_error && maskText(job.last_error) } : job,
  };
}

const HIDDEN = "hidden";

type Phones = { phone_number: string | null; phone_e164: string | null };

function maskPhones({ phone_number, phone_e164 }: Phones): Phones {
  const phone = phone_e164 ?? phone_number;
  return { phone_number: phone && maskPhone(phone), phone_e164: null };
}

function maskLead(lead: Contact): Contact {
  return {
    ...lead,
    ...maskPhones(lead),
    email: lead.email && maskEmail(lead.email),
    address: lead.address && HIDDEN,
    city: lead.city && HIDDEN,
    zip: lead.zip && HIDDEN,
    extra: hideValues(lead.extra),
  };
}

/** Of a whole call also what an agent wrote, and what we have no column for. */
function maskCall<T extends CallSummary & Partial<Call>>(call: T): T {
  return {
    ...call,
    ...maskPhones(call),
    last_answer: call.last_answer && maskText(call.last_answer),
    ...(call.caller_id && { caller_id: maskPhone(call.caller_id) }),
    ...(call.agent_comment && { agent_comment: HIDDEN }),
    ...(call.extra && { extra: hideValues(call.extra) }),
  };
}

/** Of a whole delivery also everything as it was sent. */
function maskEvent<T extends EventSummary & Partial<CallEvent>>(event: T): T {
  return {
    ...event,
    ...maskPhones(event),
    error: event.error && maskText(event.error),
    hint: event.hint && maskText(event.hint),
    ...(event.headers && { headers: hideValues(event.headers) }),
    ...(event.query && { query: HIDDEN }),
    ...(event.body && { body: null }),
    ...(event.problems ? { problems: null } : {}),
  };
}

function hideValues(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(record).map((key) => [key, HIDDEN]));
}
