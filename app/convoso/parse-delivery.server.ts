import { provisionalFields } from "#app/convoso/call-phase.server.ts";
import { type FieldReader, type FieldReading, openFields } from "#app/convoso/field-reader.server.ts";
import type { Problem } from "#app/convoso/problems.server.ts";
import { type AgentFields, readAgent } from "#app/convoso/read-agent.server.ts";
import type { ReadBody } from "#app/convoso/read-body.server.ts";
import { type CallFields, type DateOptions, readCall } from "#app/convoso/read-call.server.ts";
import { type ContactFields, phoneExtras, readContact, readPhone } from "#app/convoso/read-contact.server.ts";
import { nothingUsable, type Subject, tellKind, type Webhook } from "#app/convoso/tell-kind.server.ts";

export type { AgentFields, CallFields, ContactFields, FieldReading, Problem, Webhook };

/**
 * What a delivery says. A call has `call`, and `contact` when it names a lead or a phone; a lead has `contact`; either may
 * have `agent`. `kind` null is a delivery without usable content, which answers 422 with `reason` and `hint`.
 * `problems` are values that could not be read; they are never fatal, and the values stay in `extra`.
 */
export type ParsedDelivery = Subject & {
  readings: FieldReading[];
  problems: Problem[];
  call: CallFields | null;
  contact: ContactFields | null;
  agent: AgentFields | null;
};

/** `timeZone` is the account's IANA zone: Convoso's times carry none. */
export type ParseOptions = DateOptions & { endpoint: Webhook };

const NO_ID_HINT =
  "The delivery has no call id, so the portal identifies the call by lead, phone, start and length. Map call_log_id in the adaptor: without it a later delivery about the same call may create a second call.";

const EVENT = /^(?:event|event_?type|type|resource|object)$/i;

/** Whether the id stands in the object of an event about a call: `{"event":"call.ended","data":{"id":…}}`. */
function isOfCallEvent(reader: FieldReader): boolean {
  const readings = reader.readings();
  const isInside = readings.some(({ key, field }) => field === "id" && /^(?:data|payload|call)\.id$/i.test(key));
  return isInside && readings.some(({ key, raw }) => EVENT.test(key) && /^call(?:$|[._ -])/i.test(raw));
}

/**
 * Decides what a bare `id` is: the lead's, unless another key names a different lead, or the call has the same id, as in
 * Convoso's own call log. Taking a lead's id for a call's would merge all calls of that lead into one.
 */
function readIds(reader: FieldReader, kind: "call" | "lead") {
  const isEvents = kind === "call" && !reader.has("callId", "leadId") && reader.has("id") && isOfCallEvent(reader);
  if (isEvents) return { callId: reader.text("id"), leadId: null };
  const callId = kind === "call" ? reader.text("callId") : null;
  const leadId = reader.text("leadId");
  const leadSent = reader.sent("leadId");
  const isCallsOwn = kind === "call" && leadSent !== null && leadSent !== reader.sent("id");
  if (callId !== null && callId === reader.sent("id")) return { callId, leadId };
  if (callId === null && isCallsOwn) return { callId: reader.text("id"), leadId };
  return { callId, leadId: leadId ?? (isCallsOwn ? null : reader.text("id")) };
}

function parseLead(reader: FieldReader) {
  const { leadId } = readIds(reader, "lead");
  const campaign = reader.text("campaignName") ?? reader.text("campaignId");
  const phone = readPhone(reader, "lead");
  const contact = readContact(reader, { leadId, ...phone, campaign, listId: reader.text("listId") });
  const agent = readAgent(reader);
  const status = reader.text("status") ?? reader.text("leadStatus");
  return { call: null, agent, contact: { ...contact, status, extra: { ...phoneExtras(phone), ...reader.rest() } } };
}

function namesSomebody(contact: ContactFields | null): boolean {
  if (!contact) return false;
  const { leadId, phoneNumber, firstName, lastName, email, address } = contact;
  return [leadId, phoneNumber, firstName, lastName, email, address].some((text) => text !== null);
}

function parseCall(reader: FieldReader, options: ParseOptions) {
  const campaignId = reader.text("campaignId");
  const phone = readPhone(reader, "call");
  const shared = {
    ...readIds(reader, "call"),
    ...{ phoneNumber: phone.phoneNumber, phoneE164: phone.phoneE164 },
    ...{ campaignId, campaign: reader.text("campaignName") ?? campaignId, listId: reader.text("listId") },
  };
  const call = readCall(reader, shared, options);
  const hasContact = shared.leadId !== null || shared.phoneNumber !== null;
  const contact = hasContact ? readContact(reader, shared) : null;
  const agent = readAgent(reader);
  const extra = { ...phoneExtras(phone), ...reader.rest() };
  return { agent, contact, call: { ...call, provisional: provisionalFields(call, extra), extra } };
}

/**
 * Understands a delivery: tells whether it is a call or a lead, wherever it was sent, and reads its fields in whatever
 * spelling they came. Never throws.
 */
export function parseDelivery(read: ReadBody, options: ParseOptions): ParsedDelivery {
  const reader = openFields(read.fields);
  const subject = tellKind(reader, options.endpoint);
  const { kind } = subject;
  const nothing = { call: null, contact: null, agent: null };
  const parsed = kind === "call" ? parseCall(reader, options) : kind === "lead" ? parseLead(reader) : nothing;
  const common = { readings: reader.readings(), problems: [...read.problems, ...reader.problems] };
  // Its phone was "anonymous", or its id as long as a letter.
  if (kind === "lead" && !namesSomebody(parsed.contact))
    return { ...nothingUsable(options.endpoint), ...common, ...nothing };
  const hint = subject.hint ?? (parsed.call?.isDerivedId ? NO_ID_HINT : null);
  return { ...subject, hint, ...common, ...parsed };
}
