import { type Cases, call } from "./case.ts";

const SALE = { call_log_id: "9", status: "SALE", length_in_sec: 300 };
const SOLD = { call_id: "9", disposition: "SALE", duration_seconds: 300 };
const RECORDING = "https://r.example.com/9.mp3";

/** What comes late: events of the running call behind its end, blanks behind values. */
export const order: Cases = {
  ...Object.fromEntries(
    [
      "INCALL",
      "In-Call",
      "QUEUE",
      "ringing",
      "Dialing",
      "in-progress",
      "initiated",
      "LIVE",
      "On Hold",
      "PAUSED",
      "DISPO",
      "Live Call",
      "call_started",
      "CONNECTED",
      "Answered",
      "Agent connected",
      "Inbound ringing",
      "pending",
    ].map((status) => [
      `${status} comes after the sale`,
      { sent: [call(SALE), call({ call_log_id: "9", status, length_in_sec: 0 })], calls: [SOLD] },
    ]),
  ),
  ...Object.fromEntries(
    ["completed", "Call ended", "STOP", "finished"].map((status) => [
      `${status} says that the call has ended, not how`,
      {
        sent: [call({ call_log_id: "9", status, length_in_sec: 0 }), call(SALE), call({ call_log_id: "9", status })],
        calls: [SOLD],
      },
    ]),
  ),
  "a redisposition without a length leaves the length": {
    sent: [call(SALE), call({ call_log_id: "9", status: "NI", length_in_sec: 0 })],
    calls: [{ call_id: "9", disposition: "NI", duration_seconds: 300 }],
  },
  "a ringing that comes late leaves the end and its length": {
    sent: [
      call({ CallSid: "9", CallStatus: "in-progress" }),
      call({ CallSid: "9", CallStatus: "completed", CallDuration: "300" }),
      call({ CallSid: "9", CallStatus: "ringing" }),
    ],
    calls: [{ call_id: "9", disposition: "completed", duration_seconds: 300 }],
  },
  "an outcome that sounds like a running call counts where a length says that it is over": {
    sent: [call(SALE), call({ call_log_id: "9", status: "Answered", length_in_sec: 301 })],
    calls: [{ call_id: "9", disposition: "Answered", duration_seconds: 301 }],
  },
  "an event that says that the call is going on makes no outcome of such a word, whatever the length": {
    sent: [
      call(SALE),
      call({ call_log_id: "9", event_type: "answered", status: "CONNECTED", length_in_sec: 5 }),
      call({ call_log_id: "9", event: "call.ringing", status: "Alerting", length_in_sec: 2 }),
    ],
    calls: [SOLD],
  },
  "the start comes after the sale, as an event": {
    sent: [
      call(SALE),
      call({ call_log_id: "9", event: "call.started", length_in_sec: 0 }),
      call({ call_log_id: "9", type: "start_call" }),
      call({ call_log_id: "9", Trigger: "Call Started", status: "", length_in_sec: "0", term_reason: "NONE" }),
    ],
    calls: [{ ...SOLD, term_reason: "NONE" }],
  },
  "an outcome comes after the running call": {
    sent: [call({ call_log_id: "9", status: "INCALL", length_in_sec: 0 }), call(SALE)],
    calls: [SOLD],
  },
  "a redisposition counts, also back": {
    sent: [call(SALE), call({ call_log_id: "9", status: "NI" }), call({ call_log_id: "9", status: "SALE" })],
    calls: [SOLD],
  },
  "a sale of no length after a longer one is what the newest says": {
    sent: [call({ ...SALE, length_in_sec: 10 }), call(SALE)],
    calls: [SOLD],
  },
  "a link stays when later deliveries have none": {
    sent: [
      call({ ...SALE, recording: RECORDING }),
      call({ ...SALE, recording: "" }),
      call({ ...SALE, recording: "N/A" }),
      call({ ...SALE, recording: "9.mp3" }),
    ],
    calls: [{ ...SOLD, recording_url: RECORDING }],
    problems: [[], [], ["says-nothing"], ["not-link"]],
  },
};
