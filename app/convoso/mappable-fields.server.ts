import type { FieldName } from "#app/convoso/field-names.server.ts";

/** The fields that an administrator may map a key to, in groups, as the portal calls them. */
export const MAPPABLE_FIELDS = {
  "The lead": {
    phoneNumber: "Phone",
    phoneCode: "Country code of the phone",
    firstName: "First name",
    lastName: "Last name",
    fullName: "Full name",
    email: "E-mail",
    leadId: "Lead id",
    address: "Street address",
    city: "City",
    state: "State",
    zip: "ZIP code",
    country: "Country",
    leadStatus: "Lead status",
  },
  "The call": {
    callId: "Call id",
    startedAt: "Start",
    endedAt: "End",
    duration: "Length",
    disposition: "Disposition code",
    dispositionName: "Disposition name",
    recording: "Recording link",
    direction: "Direction",
    callerId: "Caller id",
    queue: "Queue",
    termReason: "Why the call ended",
    agentComment: "Agent's comment",
  },
  "The agent": { agentId: "Agent id", agentName: "Agent's name", agentEmail: "Agent's e-mail" },
  "The campaign": { campaignName: "Campaign", campaignId: "Campaign id", listId: "List id" },
} as const satisfies Record<string, Partial<Record<FieldName, string>>>;

const MAPPABLE_LABELS: Record<string, string> = Object.assign({}, ...Object.values(MAPPABLE_FIELDS));

/** The fields that the portal reads only under their own keys. */
const OTHER_LABELS: Partial<Record<FieldName, string>> = {
  ownerId: "Owner id",
  ownerName: "Owner",
  originatingAgentId: "First agent's id",
  status: "Status",
};

const LABELS: Record<string, string> = { ...MAPPABLE_LABELS, ...OTHER_LABELS };

/** Whether a key may be mapped to this field. */
export function isMappable(field: string): boolean {
  return Object.hasOwn(MAPPABLE_LABELS, field);
}

/** What the portal calls a field; its name in the code where it has no label. */
export function fieldLabel(field: string): string {
  return Object.hasOwn(LABELS, field) ? (LABELS[field] as string) : field;
}
