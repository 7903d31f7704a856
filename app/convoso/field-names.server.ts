/**
 * How Convoso's customers spell each field, best spelling first: when several come, the first one that says something wins.
 * An administrator types these names into the Adaptor, so no list is complete; sources are the integration guide's payloads
 * and the vendor's and integrators' keys collected from Convoso Connect adaptors and the call log API.
 * Letter case, "_", "-" and spaces make no difference.
 */
const SPELLINGS = {
  callId: ["call_log_id", "call_id", "convoso_call_id", "unique_id"],
  leadId: ["lead_id", "convoso_lead_id", "contact_id"],
  // The lead's id in a lead's adaptor, the call's in the call log API: who reads it must decide.
  id: ["id"],
  phoneNumber: [
    ...["phone_number", "phone", "customer_phone", "lead_phone", "lead_phone_number", "primary_phone"],
    ...["phone_number_call", "call_phone_number", "number_dialed"],
  ],
  phoneCode: ["phone_code"],
  callerId: ["caller_id", "caller_id_displayed"],
  firstName: ["first_name"],
  lastName: ["last_name"],
  email: ["email", "email_address", "lead_email"],
  address: ["address", "address1", "address_line_1", "street", "street_address"],
  city: ["city"],
  state: ["state", "province"],
  zip: ["zip", "postal_code", "zip_code", "postcode"],
  country: ["country", "country_code"],
  leadStatus: ["lead_status"],
  campaignName: ["campaign", "campaign_name"],
  campaignId: ["campaign_id"],
  listId: ["list_id", "list_name", "source_name"],
  queue: ["queue", "queue_name", "queue_id"],
  agentId: ["agent_id", "user_id"],
  agentName: ["agent_full_name", "agent_name", "agent", "user_full_name", "user_name", "user", "agent_user"],
  agentEmail: ["agent_email", "user_email"],
  ownerId: ["owner_id"],
  ownerName: ["owner_name"],
  originatingAgentId: ["originating_agent_id"],
  disposition: ["disposition", "call_disposition", "disposition_code", "call_disposition_code"],
  // A call's disposition code, or a lead's status.
  status: ["status"],
  dispositionName: ["disposition_name", "call_disposition_name", "status_name"],
  direction: ["direction", "call_direction", "call_type"],
  termReason: ["term_reason", "termination_reason"],
  agentComment: ["agent_comment", "agent_comments", "comment", "comments"],
  duration: [
    ...["duration", "duration_seconds", "duration_in_seconds", "duration_sec", "length_in_sec", "length_in_seconds"],
    ...["call_length", "call_duration", "call_duration_seconds", "seconds", "talk_time", "talk_seconds"],
  ],
  startedAt: [
    ...["started_at", "start_time", "call_start", "call_start_time", "call_started_at"],
    ...["call_date_time", "call_date", "call_timestamp"],
  ],
  endedAt: ["ended_at", "end_time", "call_end", "call_end_time", "call_ended_at"],
  recording: ["recording_url", "recording", "recordings", "call_recording", "call_recording_url", "public_url"],
  // Too general to make a call of a payload: a lead may well bring the `url` of its landing page.
  recordingLink: ["src", "url", "file_name"],
} satisfies Record<string, string[]>;

/** A field of ours that a key can be read as. */
export type FieldName = keyof typeof SPELLINGS;

function normalize(key: string): string {
  return key.toLowerCase().replace(/[_\-\s]/g, "");
}

const FIELDS = new Map(
  Object.entries(SPELLINGS).flatMap(([field, spellings]) =>
    spellings.map((spelling, rank) => [normalize(spelling), { field: field as FieldName, rank }]),
  ),
);

const SUBJECTS: Record<string, string> = { contact: "lead", customer: "lead", calllog: "call", user: "agent" };

const ENVELOPES = new Set(
  ["data", "payload", "params", "body", "json", "fields", "lead", "contact", "customer", "call", "call_log", "log"]
    .concat(["address", "recording", "recordings"])
    .map(normalize),
);

/** Whether an object under this key only wraps the real fields. */
export function isEnvelope(key: string): boolean {
  return ENVELOPES.has(normalize(key));
}

/**
 * Says which field a key means, or null where we know none. `lead.id` and `lead[id]` mean what `lead_id` means; otherwise
 * the last part counts, as long as only envelopes stand before it: `agent.city` is not the lead's city.
 * @returns the field and its rank among the spellings, 0 the best; a key inside an envelope ranks just behind a bare one
 */
export function nameField(key: string): NamedField | null {
  const known = named.get(key);
  if (known !== undefined) return known;
  const found = findField(key);
  // An account sends the same few names all the time; a stranger may send any, and must not fill the memory with them.
  if (named.size < MOST_REMEMBERED && key.length < 100) named.set(key, found);
  return found;
}

type NamedField = { field: FieldName; rank: number };
const MOST_REMEMBERED = 2_000;
const named = new Map<string, NamedField | null>();

function findField(key: string): NamedField | null {
  const parts = key
    .split(/[.[\]]+/)
    .map(normalize)
    .filter((part) => part !== "" && !/^\d+$/.test(part));
  const last = parts.at(-1) ?? "";
  const parent = parts.at(-2);
  if (parent === undefined) return FIELDS.get(last) ?? null;
  const joined = FIELDS.get((SUBJECTS[parent] ?? parent) + last);
  const found = joined ?? (parts.slice(0, -1).every((part) => ENVELOPES.has(part)) ? FIELDS.get(last) : undefined);
  return found ? { field: found.field, rank: found.rank + 0.5 } : null;
}
