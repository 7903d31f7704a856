import assert from "node:assert/strict";
import { test } from "node:test";
import { ADAPTOR_FIELDS } from "#app/convoso/adaptor-fields.server.ts";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBody } from "#app/convoso/read-body.server.ts";

/** Values of the kinds that Convoso sends for these; anything else is a word. */
const values: Record<string, string> = {
  phone_number: "2135550123",
  caller_id: "2135550199",
  email: "ann@example.com",
  agent_email: "sam@example.com",
  duration: "42",
  started_at: "2024-03-15 14:30:00",
  recording_url: "https://recordings.example.com/1.mp3",
  direction: "OUTBOUND",
};

for (const kind of ["lead", "call"] as const) {
  test(`every name that the set-up page tells to map for a ${kind} is understood`, () => {
    const sent = Object.fromEntries(ADAPTOR_FIELDS[kind].map(({ mappedTo }) => [mappedTo, values[mappedTo] ?? "55"]));
    const body = Buffer.from(JSON.stringify(sent));
    const read = readBody({ contentType: "application/json", body, query: new URLSearchParams() });
    assert.ok(read.ok);
    const options = { endpoint: kind, timeZone: "America/Los_Angeles", receivedAt: new Date("2026-11-22") };
    const { readings, problems, isMisrouted, ...parsed } = parseDelivery(read, options);
    assert.deepEqual([parsed.kind, isMisrouted, problems], [kind, false, []]);
    assert.deepEqual(
      readings.filter(({ field }) => field === null).map(({ key }) => key),
      [],
    );
    assert.deepEqual(parsed[kind === "call" ? "call" : "contact"]?.extra, {});
  });
}
