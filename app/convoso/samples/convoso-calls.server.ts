import { jsonSample, textSample } from "#app/convoso/samples/sample.server.ts";

const CALL = {
  call_log_id: "9004200101",
  lead_id: "88120455",
  first_name: "Ann",
  last_name: "Lee",
  phone_number: "2135550144",
  list_id: "7701",
  campaign_id: "1187",
  campaign_name: "Solar West",
  user_id: "55012",
  agent_full_name: "Maria Ortiz",
  agent_email: "maria@example.com",
  status: "CB",
  status_name: "Call Back",
  length_in_sec: "187",
  call_date: "2024-03-15 14:30:00",
  call_type: "OUTBOUND",
  term_reason: "AGENT",
  recording: "",
};

/** The fields of Convoso's "Call Log Info", as its adaptors map them. */
export const convosoCallSamples = [
  textSample(
    {
      name: "call-disposition",
      title: "Convoso call, form-encoded",
      description: "The call log fields of an adaptor, sent as RAW; the recording is not there yet.",
      endpoint: "call",
      expect: {
        call: {
          ...{ callId: "9004200101", leadId: "88120455", campaign: "Solar West", campaignId: "1187", listId: "7701" },
          ...{ disposition: "CB", dispositionName: "Call Back", direction: "outbound", termReason: "AGENT" },
          ...{ durationSeconds: 187, startedAt: "2024-03-15T21:30:00.000Z", startedAtText: "2024-03-15 14:30:00" },
          ...{ recordingUrl: null, extra: {} },
        },
        contact: { leadId: "88120455", firstName: "Ann", lastName: "Lee", phoneE164: "+12135550144", status: null },
        agent: { agentId: "55012", name: "Maria Ortiz", email: "maria@example.com" },
      },
    },
    String(new URLSearchParams(CALL)),
  ),
  textSample(
    {
      name: "call-redisposition",
      title: "The same call, with a new disposition",
      description: "What a redisposition workflow sends later: only some fields, and blanks for the rest.",
      endpoint: "call",
      expect: {
        call: {
          ...{ callId: "9004200101", disposition: "SALE", dispositionName: "Sale", durationSeconds: null },
          ...{ campaign: null, recordingUrl: "https://recordings.example.com/9004200101.mp3" },
        },
        contact: { leadId: "88120455", firstName: null },
      },
    },
    "call_log_id=9004200101&lead_id=88120455&status=SALE&status_name=Sale&length_in_sec=&campaign_name=null&first_name=&recording=https%3A%2F%2Frecordings.example.com%2F9004200101.mp3",
  ),
  jsonSample(
    {
      name: "call-api-row",
      title: "Call in the call log API's shape",
      description:
        "`id` beside `lead_id` is the call's own, the recording is a list, numbers are text, the lead id is 0.",
      endpoint: "call",
      expect: {
        call: {
          ...{ callId: "9004200102", leadId: null, disposition: "HU", dispositionName: "Hung Up", durationSeconds: 0 },
          ...{ recordingUrl: "https://recordings.example.com/9004200102.mp3", direction: "inbound", queue: "Main" },
          ...{ extra: { called_count: "3", number_dialed: "3105550110" } },
        },
        contact: { leadId: null, phoneNumber: "2135550145", phoneE164: "+12135550145" },
        agent: { agentId: "666666", name: "System User" },
      },
    },
    {
      id: "9004200102",
      lead_id: "0",
      phone_number: "2135550145",
      number_dialed: "3105550110",
      user: "System User",
      user_id: "666666",
      status: "HU",
      status_name: "Hung Up",
      call_length: "0",
      call_date: "2024-03-15 14:31:07",
      call_type: "Inbound",
      queue: "Main",
      called_count: "3",
      recording: [
        {
          recording_id: "551",
          src: "",
          filename: "1_55012_2135550145.mp3",
          public_url: "https://recordings.example.com/9004200102.mp3",
        },
      ],
    },
  ),
  jsonSample(
    {
      name: "call-odd-spellings",
      title: "Call with other spellings",
      description: "Keys in any letter case, a length as clock time, a country code apart, “null” for nothing.",
      endpoint: "call",
      expect: {
        call: {
          ...{ callId: "9004200103", leadId: "88120457", phoneNumber: "(213) 555-0146", phoneE164: "+12135550146" },
          ...{ callerId: "+13105550199", disposition: "NI", durationSeconds: 125, termReason: null, queue: null },
          ...{ startedAt: "2024-03-15T21:30:00.000Z", direction: "manual", extra: { MyOwnKey: "kept" } },
        },
        contact: { leadId: "88120457", firstName: null },
        agent: { agentId: "55013", name: null },
      },
    },
    {
      CallID: "9004200103",
      LeadID: 88120457,
      PhoneNumber: "(213) 555-0146",
      "Phone Code": "1",
      callerId: "+13105550199",
      UserID: "55013",
      owner_id: "0",
      callDisposition: "NI",
      call_duration: "2:05",
      started_at: "03/15/24 2:30 pm",
      Direction: "MANUAL",
      term_reason: "NULL",
      queue_id: "null",
      first_name: "undefined",
      MyOwnKey: "kept",
    },
  ),
  textSample(
    {
      name: "call-no-id",
      title: "Call without an id",
      description: "Its id is derived from lead, phone, start and length, so that a repeat finds the same call.",
      endpoint: "call",
      expect: {
        call: { isDerivedId: true, leadId: "88120458", durationSeconds: 61, disposition: "NA", extra: {} },
        contact: { leadId: "88120458", phoneE164: "+12135550147" },
      },
    },
    "lead_id=88120458&phone_number=12135550147&disposition=NA&duration=61&call_date=1710538200",
  ),
  jsonSample(
    {
      name: "call-unreadable-values",
      title: "Call with values that cannot be read",
      description: "The call is stored; what could not be read is listed, and kept as it came.",
      endpoint: "call",
      expect: {
        call: {
          ...{ callId: "9004200104", durationSeconds: null, startedAt: null, startedAtText: "0000-00-00 00:00:00" },
          ...{ recordingUrl: null },
          extra: { duration: "abc", call_date: "0000-00-00 00:00:00", recording: "1_55012_2135550148_1710538200.mp3" },
        },
        problems: ["call_date", "duration", "recording"],
      },
    },
    {
      call_log_id: "9004200104",
      duration: "abc",
      call_date: "0000-00-00 00:00:00",
      recording: "1_55012_2135550148_1710538200.mp3",
    },
  ),
];
