import type { Json } from "#app/convoso/clean-json.server.ts";
import { CALL_FIELDS, type CallFieldValues } from "#app/lib/fields/call-fields.ts";

/** The fields that the end of a call settles. */
const END_FIELDS = Object.entries(CALL_FIELDS).flatMap(([name, field]) => ("settledByEnd" in field ? [name] : []));

type Phase = "going on" | "ended";

/** Statuses of a call that has no outcome yet. Every other status is an outcome, so the call has ended. */
const LIVE_STATUSES = wordsOf(`
  incall, on call, in progress, ongoing, going on, active, live, talking, ring, ringing, dial, dialing, dialling, calling,
  connecting, bridging, transferring, hold, on hold, holding, park, parked, queue, queued, in queue, paused, pause, closer,
  start, started, starting, begin, began, initiated, initiating, bridged, in conversation, xfering, dispo, dispositioning, wrap up, wrapping up, acw, after call work`);

/** The same where no length says otherwise: some accounts have such an outcome. */
const LIVE_WITHOUT_LENGTH = wordsOf(`
  answer, answered, answering, connect, connected, alerting, waiting, pending, open, new, ready, preview, progress, running,
  early, early media, talk, created, dead, 3 way, three way, conference`);

/** Statuses that say only that the call has ended, and not how: an outcome replaces them, older or newer. */
const ENDED_STATUSES = wordsOf("end, ended, stop, stopped, finish, finished, complete, completed, terminated");

/** What the event of a delivery is, where a key such as `event` says it. */
const EVENTS: Record<Phase, Set<string>> = {
  "going on": wordsOf(`
    start, started, starting, begin, began, initiated, created, incall, in progress, ring, ringing, dial, dialing, dialling,
    answer, answered, connect, connected, hold, held, unhold, queue, queued, enqueued, park, parked, live, active`),
  ended: wordsOf(`
    stop, stopped, end, ended, finish, finished, complete, completed, hang up, hung up, disconnect, disconnected, terminated,
    disposition, dispositioned, redisposition, redispositioned, wrap up, wrapped up, missed, abandoned`),
};

const EVENT_KEYS = wordsOf(
  "event, event type, event name, call event, call event type, call state, trigger, type, action",
);

/** What stands for a reason while there is none. */
const NO_REASON = wordsOf("none, null, n/a");

function wordsOf(list: string): Set<string> {
  return new Set(list.split(",").map(plain));
}

/** Without what notations differ in: `IN-CALL`, `in_call`, `In Call`. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{Letter}\p{Number}]/gu, "");
}

const statusesOf = ({ disposition, dispositionName }: Said) =>
  [disposition, dispositionName].filter((status) => status !== null);

/** `live_call`, `Agent connected` and `Inbound ringing` say what the word alone says. */
function isAmong(words: Set<string>, status: string): boolean {
  const word = plain(status);
  return words.has(word) || words.has(word.replace(/^(?:call|agent|inbound|outbound)|call$/g, ""));
}

/** Whether a status says only that the call has ended: it stays when one of the running call comes late. */
export const isEndAlone = (status: unknown) => typeof status === "string" && isAmong(ENDED_STATUSES, status);

const hasLength = ({ durationSeconds }: Said) => durationSeconds !== null && durationSeconds > 0;

function phaseOfStatus(call: Said, event: Phase | null = null): Phase | null {
  const said = statusesOf(call);
  if (said.length === 0) return null;
  // `answered` and `connected` are outcomes of some accounts, but not where the event says that the call is going on.
  const mayBeLive = !hasLength(call) || event === "going on";
  const isLive = (status: string) =>
    isAmong(LIVE_STATUSES, status) || (mayBeLive && isAmong(LIVE_WITHOUT_LENGTH, status));
  return said.some(isLive) ? "going on" : "ended";
}

/** `call.started`, `CallStarted` and `start_call` say what `started` says. */
function phaseOfEvent(extra: Record<string, Json>): Phase | null {
  for (const [key, value] of Object.entries(extra)) {
    if (typeof value !== "string" || value.length > 60 || !EVENT_KEYS.has(plain(key.split(".").at(-1) ?? ""))) continue;
    const event = plain(value).replace(/^call|call$/, "");
    if (EVENTS["going on"].has(event)) return "going on";
    if (EVENTS.ended.has(event)) return "ended";
  }
  return null;
}

type Said = Omit<CallFieldValues, "agentId" | "contactId">;

const hasReason = ({ termReason }: Said) => termReason !== null && !NO_REASON.has(plain(termReason));

/** Whether a delivery says that its call is going on: by its event, else by its status, else by what is missing. */
function isGoingOn(call: Said, extra: Record<string, Json>): boolean {
  if (hasReason(call) || call.endedAt !== null || call.endedAtText !== null) return false;
  const event = phaseOfEvent(extra);
  const status = phaseOfStatus(call, event);
  if (event === "ended") return false;
  // The start of a call may bring the outcome of the one before, but no length.
  if (event === "going on") return !(status === "ended" && hasLength(call));
  return status === null ? !hasLength(call) && call.recordingUrl === null : status === "going on";
}

/**
 * The fields in which a delivery says only how far its call has come. They never override what says how it ended
 * (docs/decisions/0012-what-ends-a-call.md).
 */
export function provisionalFields(call: Said, extra: Record<string, Json>): string[] {
  if (isGoingOn(call, extra)) return END_FIELDS;
  const said = statusesOf(call);
  const saysOnlyThatItEnded = said.length > 0 && said.every(isEndAlone);
  return [
    ...(phaseOfStatus(call) === "going on" || saysOnlyThatItEnded ? ["disposition", "dispositionName"] : []),
    ...(call.termReason !== null && !hasReason(call) ? ["termReason"] : []),
  ];
}
