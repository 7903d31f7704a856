import { jsonSample, textSample } from "#app/convoso/samples/sample.server.ts";

/** Deliveries in the wrong place, too early, or without anything usable. */
export const doubtfulSamples = [
  jsonSample(
    {
      name: "misrouted-lead",
      title: "Lead sent to the call endpoint",
      description: "It becomes a contact, not a call, and the admin is told what to set.",
      endpoint: "call",
      expect: { kind: "lead", contact: { leadId: "88120701", firstName: "Dora", status: "NEW" } },
    },
    { lead_id: "88120701", first_name: "Dora", phone_number: "2135550171", status: "NEW", list_id: "7703" },
  ),
  textSample(
    {
      name: "misrouted-call",
      title: "Call sent to the lead endpoint",
      description: "It is stored as a call.",
      endpoint: "lead",
      expect: {
        kind: "call",
        call: { callId: "9004200401", durationSeconds: 15, disposition: "DNC" },
        contact: { leadId: "88120702", firstName: "Ed" },
      },
    },
    "call_log_id=9004200401&lead_id=88120702&first_name=Ed&status=DNC&length_in_sec=15",
  ),
  textSample(
    {
      name: "phone-only",
      title: "Only a phone number",
      description: "Sent too early: kept as a contact, not counted as a call.",
      endpoint: "call",
      expect: { kind: "lead", contact: { phoneNumber: "2135550172", phoneE164: "+12135550172", leadId: null } },
    },
    "phone_number=2135550172",
  ),
  jsonSample(
    {
      name: "nothing-usable",
      title: "Nothing that we know",
      description: "Refused with 422, and visible in the log.",
      endpoint: "call",
      expect: { kind: null, isMisrouted: false },
    },
    { test: "data", lead_id: "0", disposition: "null" },
  ),
];
