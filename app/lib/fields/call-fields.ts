import type { FieldTable, FieldValues } from "#app/lib/fields/field.ts";

/** The fields of a call that deliveries set, in the order of exports. The other columns of `calls` are the portal's own. */
export const CALL_FIELDS = {
  startedAt: { type: "timestamptz", label: "Started", personal: "no", export: "plain", describes: "startedAtText" },
  startedAtText: { type: "text", label: "Start as sent", personal: "hidden", export: null },
  endedAt: {
    type: "timestamptz",
    label: "Ended",
    personal: "no",
    export: "plain",
    describes: "endedAtText",
    settledByEnd: true,
  },
  endedAtText: { type: "text", label: "End as sent", personal: "hidden", export: null, settledByEnd: true },
  durationSeconds: { type: "integer", label: "Length", personal: "no", export: "plain", settledByEnd: true },
  direction: { type: "text", label: "Direction", personal: "no", export: "text" },
  campaign: { type: "text", label: "Campaign", personal: "no", export: "text" },
  campaignId: { type: "text", label: "Campaign id", personal: "no", export: "text" },
  listId: { type: "text", label: "List", personal: "no", export: "text" },
  queue: { type: "text", label: "Queue", personal: "no", export: "text" },
  agentId: { type: "bigint", label: "Agent", personal: "no", export: null },
  disposition: { type: "text", label: "Disposition", personal: "no", export: "text", settledByEnd: true },
  dispositionName: {
    type: "text",
    label: "Disposition name",
    personal: "no",
    export: "text",
    describes: "disposition",
    settledByEnd: true,
  },
  termReason: { type: "text", label: "Ended by", personal: "no", export: "text", settledByEnd: true },
  agentComment: { type: "text", label: "Comment", personal: "hidden", export: "text" },
  leadId: { type: "text", label: "Lead id", personal: "shown", export: "text" },
  contactId: { type: "bigint", label: "Lead", personal: "shown", export: "plain" },
  phoneNumber: { type: "text", label: "Phone as sent", personal: "phone", export: "text" },
  phoneE164: { type: "text", label: "Phone", personal: "phone", export: "plain", describes: "phoneNumber" },
  callerId: { type: "text", label: "Caller id", personal: "phone", export: "text" },
  recordingUrl: { type: "text", label: "Recording", personal: "secret", export: null, settledByEnd: true },
} as const satisfies FieldTable;

export type CallFieldValues = FieldValues<typeof CALL_FIELDS>;
