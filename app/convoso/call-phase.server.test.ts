import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBody } from "#app/convoso/read-body.server.ts";

const END = [
  "endedAt",
  "endedAtText",
  "durationSeconds",
  "disposition",
  "dispositionName",
  "termReason",
  "recordingUrl",
];

/** The fields of a call that are provisional. */
function provisionalOf(payload: Record<string, unknown>): string[] {
  const body = Buffer.from(JSON.stringify({ call_log_id: "1", ...payload }));
  const read = readBody({ contentType: "application/json", body, query: new URLSearchParams() });
  assert.ok(read.ok);
  const { call } = parseDelivery(read, { endpoint: "call", timeZone: "UTC", receivedAt: new Date() });
  assert.ok(call);
  return call.provisional;
}

const GOING_ON: Record<string, unknown>[] = [
  ...[
    "INCALL",
    "in-call",
    "In Call",
    "IN_CALL",
    "in-progress",
    "RINGING",
    "ring",
    "DIALING",
    "dial",
    "LIVE",
    "started",
  ].map((status) => ({ status, length_in_sec: 0 })),
  ...["start", "ACTIVE", "HOLD", "on hold", "QUEUE", "queued", "PAUSED", "PARK", "CLOSER"].map((status) => ({
    status,
  })),
  { status: "INCALL", length_in_sec: 35 },
  { status: "INCALL", term_reason: "NONE" },
  { status: "3", status_name: "In call" },
  { call_status: "ringing" },
  { agent_id: "7" },
  { length_in_sec: 0 },
  { length_in_sec: "0", term_reason: "NONE" },
  { term_reason: "" },
  { event: "call.started", status: "NEW" },
  { event: "CallStarted", status: "SALE" },
  { event_type: "call-ringing", length_in_sec: 0 },
  { trigger: "start" },
];

const ENDED: Record<string, unknown>[] = [
  { status: "SALE", length_in_sec: 300 },
  { status: "SALE" },
  { status: "NA", length_in_sec: 0 },
  { status: "XDROP", term_reason: "" },
  { status: "A", length_in_sec: 0 },
  { length_in_sec: 12 },
  { term_reason: "HANGUP" },
  { end_time: "2026-03-02 10:05:00" },
  { recording: "https://rec.example.org/1.mp3" },
  { event: "call.ended" },
  { event: "disposition", status: "NI" },
  { event: "call_answered", status: "SALE", length_in_sec: 60 },
];

for (const payload of GOING_ON) {
  test(`a call is going on: ${JSON.stringify(payload)}`, () => assert.deepEqual(provisionalOf(payload), END));
}

for (const payload of ENDED) {
  test(`a call has ended: ${JSON.stringify(payload)}`, () => assert.deepEqual(provisionalOf(payload), []));
}

test("the status of a running call is provisional even where the rest says that the call has ended", () => {
  assert.deepEqual(provisionalOf({ status: "INCALL", term_reason: "HANGUP" }), ["disposition", "dispositionName"]);
  assert.deepEqual(provisionalOf({ event: "call.ended", status: "LIVE", length_in_sec: 9 }), [
    "disposition",
    "dispositionName",
  ]);
});
