import { jsonSample, textSample } from "#app/convoso/samples/sample.server.ts";

const recording = "https://recordings.example.com/9004200201.mp3?a=1&b=2";
const CALL = { call_log_id: "9004200201", lead_id: "88120501", agent_name: "Sam O+Neil", duration: "42", recording };
const JSON_TEXT = JSON.stringify(CALL);
const FORM_TEXT = String(new URLSearchParams(CALL));

const call = { callId: "9004200201", leadId: "88120501", durationSeconds: 42, recordingUrl: recording, extra: {} };
const expected = { call, contact: { leadId: "88120501" }, agent: { name: "Sam O+Neil" } };

/** One and the same call in every shape that bodies were seen in. */
export const bodyShapeSamples = [
  textSample(
    {
      name: "shape-json-in-form",
      title: "JSON under a form content type",
      description: "A form parser would see one key that is the whole JSON.",
      endpoint: "call",
      expect: { ...expected, shape: "json-in-form" },
    },
    JSON_TEXT,
  ),
  textSample(
    {
      name: "shape-json-in-form-encoded",
      title: "JSON as the key of a form",
      description: "The same, percent-encoded and with “=” behind it.",
      endpoint: "call",
      expect: { ...expected, shape: "json-in-form" },
    },
    String(new URLSearchParams({ [JSON_TEXT]: "" })),
  ),
  textSample(
    {
      name: "shape-json-with-equals",
      title: "JSON with “=” behind it",
      description: "The same, not encoded.",
      endpoint: "call",
      expect: { ...expected, shape: "json-in-form" },
    },
    `${JSON_TEXT}=`,
  ),
  textSample(
    {
      name: "shape-payload",
      title: "JSON inside a form field",
      description: "One field named payload holds it.",
      endpoint: "call",
      expect: { ...expected, shape: "json-in-form" },
    },
    String(new URLSearchParams({ payload: JSON_TEXT })),
  ),
  textSample(
    {
      name: "shape-params",
      title: "A params string",
      description: "One field holds all the others, url-encoded.",
      endpoint: "call",
      expect: { ...expected, shape: "params" },
    },
    String(new URLSearchParams({ params: FORM_TEXT })),
  ),
  textSample(
    {
      name: "shape-query",
      title: "Fields in the query string only",
      description: "The body is empty.",
      endpoint: "call",
      contentType: null,
      query: FORM_TEXT,
      expect: { ...expected, shape: "query" },
    },
    "",
  ),
  textSample(
    {
      name: "shape-form-and-query",
      title: "A form, with more in the query string",
      description: "The body wins, which a problem tells; the query fills.",
      endpoint: "call",
      query: "campaign=Solar+East&duration=99&key=not-a-field",
      expect: {
        ...expected,
        problems: ["duration"],
        call: { ...call, campaign: "Solar East" },
        contact: { campaign: "Solar East" },
      },
    },
    FORM_TEXT,
  ),
  textSample(
    {
      name: "shape-json-plain",
      title: "JSON as plain text",
      description: "The content type says text/plain.",
      endpoint: "call",
      contentType: "text/plain",
      expect: { ...expected, shape: "json" },
    },
    JSON_TEXT,
  ),
  textSample(
    {
      name: "shape-form-as-json",
      title: "A form that calls itself JSON",
      description: "The content type says application/json.",
      endpoint: "call",
      contentType: "application/json",
      expect: { ...expected, shape: "form" },
    },
    FORM_TEXT,
  ),
  jsonSample(
    {
      name: "shape-list-of-one",
      title: "A list of one call, in envelopes",
      description: "Nested objects say the same as flat keys.",
      endpoint: "call",
      expect: {
        ...expected,
        call: { ...call, disposition: "SALE", campaign: "Solar West", campaignId: "1187", extra: {} },
        contact: { leadId: "88120501", firstName: "Ann", phoneE164: "+12135550151" },
        agent: { agentId: "55012", name: "Sam O+Neil" },
        problems: [],
      },
    },
    [
      {
        data: {
          call_log: { id: "9004200201", duration: 42, status: "SALE", recording: { public_url: recording } },
          lead: { id: 88120501, first_name: "Ann", phone: "+1 213 555 0151" },
          agent: { id: "55012", name: "Sam O+Neil" },
          campaign: { id: "1187", name: "Solar West" },
        },
      },
    ],
  ),
  textSample(
    {
      name: "shape-recording-json-text",
      title: "A recording list inside a form",
      description: "The list of recordings came as JSON text.",
      endpoint: "call",
      expect: { call: { callId: "9004200202", recordingUrl: "https://recordings.example.com/9004200202.mp3" } },
    },
    String(
      new URLSearchParams({
        call_log_id: "9004200202",
        recording: '[{"public_url":"","src":"https://recordings.example.com/9004200202.mp3"}]',
      }),
    ),
  ),
];
