import type { FieldName } from "#app/convoso/field-names.server.ts";
import type { FieldReader } from "#app/convoso/field-reader.server.ts";
import { ENDPOINT_PATHS, type Endpoint } from "#app/lib/endpoints.ts";

/** The webhook that a delivery was sent to. */
export type Webhook = Exclude<Endpoint, "echo">;

/** What a delivery is about. `kind` null: nothing usable, and `reason` says why; `hint` says what the admin can do. */
export type Subject = {
  kind: "call" | "lead" | null;
  isMisrouted: boolean;
  reason: string | null;
  hint: string | null;
};

const HINTS = {
  leadAtCall: `This is a lead, not a call: it has no call id, length, disposition or recording. It was stored as a lead. Point a workflow that fires when a call is completed, with call_log_id mapped in its adaptor, to ${ENDPOINT_PATHS.call}; send lead data to ${ENDPOINT_PATHS.lead}.`,
  phoneOnly: `The delivery has only a phone number: it was sent before the call ended. It was stored as a lead and not counted as a call. Let the workflow fire when the call is completed, and map call_log_id and the other call fields in its adaptor.`,
  callAtLead: `This is a call, and was stored as one. Point the workflow that sends completed calls to ${ENDPOINT_PATHS.call}.`,
  nothing: `Map the fields in Convoso's adaptor: at least call_log_id for a call; lead_id, phone_number, email or a name for a lead.`,
};

const ABOUT_THE_CALL: FieldName[] = ["duration", "recording", "startedAt", "endedAt", "direction", "termReason"];
const OUTCOME: FieldName[] = ["disposition", "dispositionName"];
const WHO: FieldName[] = [
  "leadId",
  "id",
  "phoneNumber",
  "otherPhone",
  "firstName",
  "lastName",
  "fullName",
  "email",
  "address",
];
const LEAD_DETAILS: FieldName[] = ["firstName", "lastName", "fullName", "email", "address", "city", "state", "zip"];

function isCallAtCall(reader: FieldReader): boolean {
  if (reader.has("callId", ...ABOUT_THE_CALL, ...OUTCOME)) return true;
  // A lead has a `status` too, and leads taken for calls were the worst damage seen in other integrations.
  return reader.has("status") && !reader.has(...LEAD_DETAILS);
}

function isCallAtLead(reader: FieldReader): boolean {
  // A lead's payload may name the call that brought it (call_log_id, status), which makes it no call.
  if (reader.has("callId")) return reader.has(...ABOUT_THE_CALL) || !reader.has(...WHO);
  return reader.has("duration") && reader.has(...OUTCOME, "status", "recording", "agentId", "agentName");
}

/** What is said of a delivery that names neither a call nor anybody. */
export function nothingUsable(endpoint: Webhook): Subject {
  const missing = endpoint === "call" ? "no call or lead" : "no lead";
  return {
    kind: null,
    isMisrouted: false,
    reason: `The delivery has ${missing} that the portal recognizes.`,
    hint: HINTS.nothing,
  };
}

/** Tells a call from a lead by what it says, not by where it was sent. The endpoint decides only between the doubtful. */
export function tellKind(reader: FieldReader, endpoint: Webhook): Subject {
  const isCall = endpoint === "call" ? isCallAtCall(reader) : isCallAtLead(reader);
  if (isCall) {
    const isMisrouted = endpoint === "lead";
    return { kind: "call", isMisrouted, reason: null, hint: isMisrouted ? HINTS.callAtLead : null };
  }
  if (!reader.has(...WHO)) return nothingUsable(endpoint);
  if (endpoint === "lead") return { kind: "lead", isMisrouted: false, reason: null, hint: null };
  const known = new Set(reader.content().map(([name]) => name));
  known.delete("phoneCode");
  const isPhoneOnly = known.size === 1 && known.has("phoneNumber");
  return { kind: "lead", isMisrouted: true, reason: null, hint: isPhoneOnly ? HINTS.phoneOnly : HINTS.leadAtCall };
}
