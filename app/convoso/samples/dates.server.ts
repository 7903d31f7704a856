import { jsonSample } from "#app/convoso/samples/sample.server.ts";

const AFTERNOON = "2024-03-15T21:30:00.000Z";
const MIDNIGHT = "2024-03-15T07:00:00.000Z";

const FORMATS: [string | number, string][] = [
  ["2024-03-15 14:30:00", AFTERNOON],
  ["03/15/2024", MIDNIGHT],
  ["03/15/24 2:30 pm", AFTERNOON],
  ["March 15, 2024, 2:30 pm", AFTERNOON],
  ["2024-03-15T14:30:00", AFTERNOON],
  ["20240315", MIDNIGHT],
  [1710538200, AFTERNOON],
  ["1710538200000", AFTERNOON],
  ["20240315T143000Z", "2024-03-15T14:30:00.000Z"],
  ["2024-03-15T14:30:00-05:00", "2024-03-15T19:30:00.000Z"],
  ["Fri, 15 Mar 2024 14:30:00 -0700", AFTERNOON],
];

/** A call's start in each format that an adaptor can be set to, read in America/Los_Angeles. */
export const dateSamples = FORMATS.map(([call_date, startedAt], index) =>
  jsonSample(
    {
      name: `date-${index + 1}`,
      title: `Date as ${call_date}`,
      description: "Without a zone it is local time in the account's zone.",
      endpoint: "call",
      expect: { call: { callId: `90042005${10 + index}`, startedAt, startedAtText: String(call_date) } },
    },
    { call_log_id: `90042005${10 + index}`, call_date },
  ),
);
