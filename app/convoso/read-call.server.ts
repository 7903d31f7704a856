import type { Json } from "#app/convoso/clean-json.server.ts";
import { cutText } from "#app/convoso/cut-text.server.ts";
import { deriveCallId } from "#app/convoso/derive-call-id.server.ts";
import type { FieldReader, Understood } from "#app/convoso/field-reader.server.ts";
import { parseDate } from "#app/convoso/parse-date.server.ts";
import { parseDuration } from "#app/convoso/parse-duration.server.ts";
import { MAX_LINKS, parseRecordings } from "#app/convoso/parse-recording.server.ts";
import { problem } from "#app/convoso/problems.server.ts";
import type { SharedFields } from "#app/convoso/read-contact.server.ts";
import { plainFieldsOf } from "#app/convoso/read-plain-fields.server.ts";
import { textOf } from "#app/convoso/text-of.server.ts";
import { CALL_FIELDS, type CallFieldValues } from "#app/lib/fields/call-fields.ts";
import { phoneKey } from "#app/lib/phone-key.ts";
import { areFillerDigits } from "#app/lib/read-phone.server.ts";

/** A call's fields; null is "not said". `extra` holds what we have no field for, under the keys as sent. */
export type CallFields = Omit<CallFieldValues, "agentId" | "contactId"> & {
  /** Convoso's call_log_id, or "derived:" and a digest where it sent none. */
  callId: string;
  isDerivedId: boolean;
  /** The fields that say only how far the call has come: see {@link provisionalFields}. */
  provisional: string[];
  /** Every link that came, best first; `recordingUrl` is the first. */
  recordingUrls: string[];
  extra: Record<string, Json>;
};

const readPlainFields = plainFieldsOf(CALL_FIELDS, [
  ...(["leadId", "contactId", "agentId", "phoneNumber", "campaignId", "listId"] as const),
  ...(["disposition", "direction"] as const),
]);

/** What names somebody besides lead and phone. */
const NAMED = ["firstName", "lastName", "fullName", "email", "callerId", "agentId", "agentName"] as const;

export type DateOptions = { timeZone: string; receivedAt: Date };

// Clocks differ a little; an hour or more ahead is a time zone set wrong.
const FUTURE_MS = 15 * 60 * 1000;
const NO_DATE = { at: null, code: "not-date" } as const;

const PARTS = { startedAt: { day: "startDay", time: "startTime" }, endedAt: { day: "endDay", time: null } } as const;
const IS_TIME = /^\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:[ap]\.?\s?m\.?)?(?:\s*(?:[a-z]{1,5}|[+-]\d\d:?\d\d))?$/i;
/** Both, although its key promises a time only. */
const IS_WHOLE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const IS_DAY = /^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d\d){1,2}|\d{8})$/;
const withoutMidnight = (text: string) => text.replace(/[ T]00:00(?::00(?:\.0+)?)?$/, "");

/** Day and time as one text, where they stand under two keys; null where one of them is something else. */
function joinParts(day: string | null, time: string | null): string | null {
  const bare = withoutMidnight(day ?? "");
  if (time !== null && IS_WHOLE.test(time) && (bare === "" || IS_DAY.test(bare))) return time;
  return IS_DAY.test(bare) && time !== null && IS_TIME.test(time) ? `${bare} ${time}` : null;
}

function readDate(reader: FieldReader, field: "startedAt" | "endedAt", { timeZone, receivedAt }: DateOptions) {
  const parts = PARTS[field];
  const sent = reader.sent(field);
  const day = reader.has(parts.day) ? reader.sent(parts.day) : null;
  const said = parts.time && reader.has(parts.time) ? reader.sent(parts.time) : null;
  // "00:02:05" is rather a length, where there is no other one.
  const time = said?.startsWith("00:") && !reader.has("duration") ? null : said;
  const withTime = joinParts(sent ?? day, time);
  const joined = withTime ?? joinParts(day, sent);
  let text = joined ?? (sent === null ? null : cutText(sent, 100));
  const parse = (value: Json): Understood<Date> => {
    const whole = joined !== null && (sent === null || textOf(value).trim() === sent) ? joined : value;
    const { at, code } = typeof whole === "object" ? NO_DATE : parseDate(String(whole), timeZone);
    if (at === null) return { value: null, code };
    text = String(whole).trim();
    return { value: at, code, made: at.toISOString() };
  };
  const date = reader.take(
    sent !== null || joined === null ? field : day === null && parts.time ? parts.time : parts.day,
    parse,
  );
  const other = withTime === null ? parts.day : parts.time;
  if (date && joined !== null && other) reader.text(other);
  if (date && date.getTime() > receivedAt.getTime() + FUTURE_MS) reader.note(field, "date-future", timeZone);
  return { date, text };
}

/** In the words of Convoso's call log, so that one filter finds all; what else is said stays. */
function readDirection(said: string | null): string | null {
  const word = said?.toLowerCase() ?? null;
  const [, inwards, outwards] =
    /^(?:(in|incoming|inbound[\s_-]call)|(out|outgoing|outbound[\s_-]call))$/.exec(word ?? "") ?? [];
  if (inwards) return "inbound";
  return outwards ? "outbound" : word;
}

function readLength(value: Json): Understood<number> {
  const seconds = typeof value === "object" ? null : parseDuration(String(value));
  return seconds === null ? { value: null, code: "not-length" } : { value: seconds };
}

/** All links to recordings, those of the best key first, no more than are kept. */
function readRecordings(reader: FieldReader): string[] {
  const links = new Set<string>();
  for (const field of ["recording", "recordingLink"] as const) {
    if (links.size > 0) break;
    reader.take(field, (value): Understood<Json> => {
      const found = parseRecordings(value);
      for (const { url } of found) links.add(url);
      const [first] = found;
      if (!first) return { value: null, code: "not-link" };
      return { value: first.url, code: first.isBent ? "link-repaired" : null, made: first.url };
    });
  }
  if (links.size > MAX_LINKS)
    reader.problems.push(problem("links-left-out", "recording", String(links.size), String(MAX_LINKS)));
  return [...links].slice(0, MAX_LINKS);
}

/** Reads the call of a delivery. `callId` is the id that Convoso sent, null where it sent none and one must be derived. */
export function readCall(
  reader: FieldReader,
  shared: SharedFields & { callId: string | null; campaignId: string | null },
  options: DateOptions,
): CallFields {
  const { callId, leadId, phoneNumber, phoneE164, campaign, campaignId, listId } = shared;
  const start = readDate(reader, "startedAt", options);
  const end = readDate(reader, "endedAt", options);
  const durationSeconds = reader.take("duration", readLength);
  const recordingUrls = readRecordings(reader);
  const identity = () => {
    const phone = phoneKey({ phoneE164, phoneNumber });
    // Many people are sent with one number for "restricted": it tells no calls apart.
    const isFiller = phoneE164 === null && phone !== null && areFillerDigits(phone);
    const others = NAMED.filter((field) => reader.has(field)).map((field) => reader.sent(field)?.toLowerCase() ?? "");
    const moment = { start: start.date ?? start.text, seconds: durationSeconds };
    return { leadId, phone: isFiller ? null : phone, ...moment, others };
  };
  return {
    callId: callId ?? deriveCallId(identity(), reader.content()),
    isDerivedId: callId === null,
    ...readPlainFields(reader),
    leadId,
    phoneNumber,
    phoneE164,
    campaign,
    campaignId,
    listId,
    disposition: reader.text("disposition") ?? reader.text("status"),
    direction: readDirection(reader.text("direction")),
    durationSeconds,
    startedAt: start.date,
    startedAtText: start.text,
    endedAt: end.date,
    endedAtText: end.text,
    recordingUrl: recordingUrls[0] ?? null,
    recordingUrls,
    provisional: [],
    extra: {},
  };
}
