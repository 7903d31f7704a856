import { jsonSample } from "#app/convoso/samples/sample.server.ts";

/** The payloads that the integration guide prints. */
export const guideSamples = [
  jsonSample(
    {
      name: "guide-lead",
      title: "Lead, as in the guide",
      description: "Every field of the guide's lead payload.",
      endpoint: "lead",
      expect: {
        contact: {
          leadId: "test-lead-1",
          ...{ firstName: "John", lastName: "Doe", phoneNumber: "213-555-0123", phoneE164: "+12135550123" },
          ...{ email: "john@example.com", address: "123 Main St", city: "Anytown", state: "CA", zip: "12345" },
          ...{ campaign: "Campaign Name", extra: {} },
        },
      },
    },
    {
      lead_id: "test-lead-1",
      first_name: "John",
      last_name: "Doe",
      phone_number: "213-555-0123",
      email: "john@example.com",
      address: "123 Main St",
      city: "Anytown",
      state: "CA",
      zip: "12345",
      campaign: "Campaign Name",
    },
  ),
  jsonSample(
    {
      name: "guide-call",
      title: "Call, as in the guide",
      description: "Every field of the guide's call payload, the recording's link among them.",
      endpoint: "call",
      expect: {
        call: {
          ...{ callId: "test-call-1", isDerivedId: false, leadId: "test-lead-1", phoneE164: "+12135550123" },
          ...{ campaign: "Campaign Name", disposition: "SALE", direction: "outbound", durationSeconds: 120 },
          ...{ startedAt: "2025-01-01T10:00:00.000Z", startedAtText: "2025-01-01T10:00:00Z" },
          ...{ endedAt: "2025-01-01T10:02:00.000Z", endedAtText: "2025-01-01T10:02:00Z" },
          ...{ recordingUrl: "https://recordings.example.com/test-call-1.mp3", extra: {} },
        },
        contact: { leadId: "test-lead-1", phoneNumber: "213-555-0123", campaign: "Campaign Name", status: null },
        agent: { agentId: "agent-123", name: "Agent Name", email: null },
      },
    },
    {
      call_id: "test-call-1",
      lead_id: "test-lead-1",
      agent_id: "agent-123",
      agent_name: "Agent Name",
      phone_number: "213-555-0123",
      campaign: "Campaign Name",
      disposition: "SALE",
      direction: "outbound",
      duration: 120,
      recording_url: "https://recordings.example.com/test-call-1.mp3",
      started_at: "2025-01-01T10:00:00Z",
      ended_at: "2025-01-01T10:02:00Z",
    },
  ),
  jsonSample(
    {
      name: "guide-curl-lead",
      title: "Lead, the guide's cURL example",
      description: "No lead id, and a phone number without its area code.",
      endpoint: "lead",
      expect: {
        contact: {
          ...{ leadId: null, firstName: "Test", lastName: "User", email: "test@example.com" },
          ...{ phoneNumber: "555-0123", phoneE164: null },
        },
        problems: ["phone_number"],
      },
    },
    { first_name: "Test", last_name: "User", phone_number: "555-0123", email: "test@example.com" },
  ),
  jsonSample(
    {
      name: "guide-curl-call",
      title: "Call, the guide's cURL example",
      description: "No lead, phone or recording: the recording is looked for two minutes later.",
      endpoint: "call",
      expect: {
        call: {
          ...{ callId: "test-123", isDerivedId: false, leadId: null, phoneNumber: null, disposition: "SALE" },
          ...{ durationSeconds: 120, startedAt: null, recordingUrl: null, extra: {} },
        },
        agent: { agentId: null, name: "Test Agent" },
      },
    },
    { call_id: "test-123", duration: 120, disposition: "SALE", agent_name: "Test Agent" },
  ),
];
