import { jsonSample, textSample } from "#app/convoso/samples/sample.server.ts";

const ANN = { lead_id: "88120801", first_name: "Ann", last_name: "Lee", phone_number: "2135550181" };
const known = { leadId: "88120801", firstName: "Ann", lastName: "Lee", phoneE164: "+12135550181" };
const CALL = { call_log_id: "9004200601", lead_id: "88120801", status: "SALE", length_in_sec: "61" };
const called = { callId: "9004200601", leadId: "88120801", disposition: "SALE", durationSeconds: 61, extra: {} };
const LEAD = { leadId: "88120801" };

/** Deliveries that a template, a spreadsheet, a script or a person has damaged. What can be read is, and told. */
export const damagedSamples = [
  jsonSample(
    {
      name: "damaged-placeholders",
      title: "Call with placeholders",
      description: "A template was sent unfilled: none of it is an id, a phone or a status.",
      endpoint: "call",
      expect: {
        call: { isDerivedId: true, leadId: null, disposition: null, durationSeconds: 61, extra: {} },
        problems: ["call_log_id", "lead_id", "phone_number", "status"],
      },
    },
    {
      call_log_id: "{{call_log_id}}",
      lead_id: "%lead_id%",
      phone_number: "--A--phone_number--B--",
      status: "#{status}",
      length_in_sec: "61",
    },
  ),
  jsonSample(
    {
      name: "damaged-words-for-nothing",
      title: "Lead with words for “empty”",
      description: "Default values of an adaptor: they erase nothing.",
      endpoint: "lead",
      expect: {
        contact: { ...LEAD, firstName: null, lastName: "Lee", phoneNumber: null, email: null, city: null, extra: {} },
        problems: ["city", "email", "first_name", "phone_number"],
      },
    },
    {
      lead_id: "88120801",
      first_name: "N/A",
      last_name: "Lee",
      phone_number: "unknown",
      email: "none",
      city: "(null)",
    },
  ),
  jsonSample(
    {
      name: "damaged-spreadsheet",
      title: "Call out of a spreadsheet",
      description: "The lead id has lost digits, and the date is a number of days.",
      endpoint: "call",
      expect: {
        call: {
          callId: "9004200602",
          leadId: null,
          startedAt: "2025-03-03T22:30:00.000Z",
          durationSeconds: 1234,
          extra: {},
        },
        contact: { leadId: null, phoneE164: "+12135550181" },
        problems: ["call_date", "call_log_id", "lead_id", "phone_number"],
      },
    },
    {
      call_log_id: '="9004200602"',
      lead_id: "1.23457E+11",
      phone_number: "2135550181.0",
      call_date: "45719.604167",
      length_in_sec: "1,234",
    },
  ),
  jsonSample(
    {
      name: "damaged-phones",
      title: "Lead with several phones in one field",
      description: "The first number counts, the others and the extension are kept.",
      endpoint: "lead",
      expect: {
        contact: { ...known, extra: { phone_extension: "136", other_phones: ["+13105550199"] } },
        problems: ["phone_number"],
      },
    },
    { ...ANN, phone_number: "Home: (213) 555-0181 ext. 136 / Cell 310-555-0199" },
  ),
  jsonSample(
    {
      name: "damaged-filler-phone",
      title: "Lead with fillers",
      description: "9999999999 and none@none.com identify nobody: a second lead with them is another one.",
      endpoint: "lead",
      expect: {
        contact: { leadId: null, firstName: "Ann", phoneE164: null, email: "none@none.com" },
        problems: ["email", "phone_number"],
      },
    },
    { first_name: "Ann", phone_number: "9999999999", email: "none@none.com" },
  ),
  textSample(
    {
      name: "damaged-json",
      title: "Invalid JSON",
      description: "Line breaks and quotes inside a text, a comma too many, a comment.",
      endpoint: "call",
      contentType: "application/json",
      expect: {
        shape: "json",
        call: { callId: "9004200601", disposition: "SALE", agentComment: 'said "yes",\ncalls back' },
        problems: ["body"],
      },
    },
    '{"call_log_id": "9004200601", // the call\n "agent_comment": "said "yes",\ncalls back", "status": "SALE",}',
  ),
  textSample(
    {
      name: "damaged-form",
      title: "Invalid form",
      description: "A stray &, a link that was not encoded, and a blank behind a value.",
      endpoint: "call",
      expect: {
        call: { ...called, recordingUrl: "https://recordings.example.com/play?x=1&rlt=t" },
        contact: LEAD,
        problems: ["body", "recording"],
      },
    },
    `&${new URLSearchParams(CALL)}&recording=https://recordings.example.com/play?x=1&rlt=t&status=`,
  ),
  textSample(
    {
      name: "damaged-characters",
      title: "Name in another character set",
      description: "A form in windows-1252, HTML entities, and text that was decoded wrongly.",
      endpoint: "lead",
      expect: {
        contact: { ...LEAD, firstName: "José", lastName: "O’Connor", city: "Peñasco" },
        problems: ["body", "city", "last_name"],
      },
    },
    "lead_id=88120801&first_name=Jos%E9&last_name=O%26rsquo%3BConnor&city=Pe%C3%83%C2%B1asco",
  ),
  jsonSample(
    {
      name: "damaged-wrapped",
      title: "Call in a wrapping that nobody knows",
      description: "The wrapping's own id and status are not the call's.",
      endpoint: "call",
      expect: { call: { ...called, extra: { id: "evt_1", status: "ok" } }, contact: LEAD, problems: ["body"] },
    },
    { id: "evt_1", status: "ok", event: { object: CALL } },
  ),
  jsonSample(
    {
      name: "damaged-named-values",
      title: "Lead as a form tool sends it",
      description: "A list of labels with their values.",
      endpoint: "lead",
      expect: {
        contact: { firstName: "Ann", lastName: "Lee", phoneE164: "+12135550181", extra: { formName: "Quote" } },
      },
    },
    {
      formName: "Quote",
      fields: [
        { key: "q1", label: "First Name", value: "Ann" },
        { key: "q2", label: "Last Name", value: "Lee" },
        { key: "q3", label: "Phone Number", value: "+1 213 555 0181" },
      ],
    },
  ),
  jsonSample(
    {
      name: "damaged-list",
      title: "List of two calls",
      description: "Each becomes a separate delivery.",
      endpoint: "call",
      expect: { parts: 2, call: called, contact: LEAD },
    },
    { results: [CALL, { ...CALL, call_log_id: "9004200603", status: "NI" }] },
  ),
  textSample(
    {
      name: "damaged-rows",
      title: "Rows of a spreadsheet",
      description: "A line of names, and a line for each lead.",
      endpoint: "lead",
      contentType: "text/csv",
      expect: { shape: "csv", parts: 2, contact: { ...known, extra: {} } },
    },
    "Lead ID,First Name,Last Name,Phone\r\n88120801,Ann,Lee,213-555-0181\r\n88120802,Bob,Ray,213-555-0182\r\n",
  ),
  textSample(
    {
      name: "damaged-xml",
      title: "Call as XML",
      description: "Inside a SOAP envelope.",
      endpoint: "call",
      contentType: "text/xml",
      expect: { shape: "xml", call: called, contact: LEAD, problems: ["body"] },
    },
    `<s:Envelope xmlns:s="urn:s"><s:Body><Call>${Object.entries(CALL)
      .map(([key, text]) => `<${key}>${text}</${key}>`)
      .join("")}</Call></s:Body></s:Envelope>`,
  ),
  jsonSample(
    {
      name: "damaged-running",
      title: "Event of the running call",
      description: "Sent after the outcome it changes nothing of it.",
      endpoint: "call",
      expect: {
        call: { callId: "9004200601", disposition: "INCALL", durationSeconds: 0, extra: { event: "call.started" } },
      },
    },
    { event: "call.started", call_log_id: "9004200601", status: "INCALL", length_in_sec: 0 },
  ),
];
