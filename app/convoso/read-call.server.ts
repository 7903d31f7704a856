import { cutText, type Json } from "#app/convoso/clean-json.server.ts";
import { deriveCallId } from "#app/convoso/derive-call-id.server.ts";
import type { FieldReader } from "#app/convoso/field-reader.server.ts";
import { parseDate } from "#app/convoso/parse-date.server.ts";
import { parseDuration } from "#app/convoso/parse-duration.server.ts";
import { parseRecording } from "#app/convoso/parse-recording.server.ts";
import type { SharedFields } from "#app/convoso/read-contact.server.ts";

/** A call's fields; null is "not said". `extra` holds what we have no field for, under the keys as sent. */
export type CallFields = {
  /** Convoso's call_log_id, or "derived:" and a digest where it sent none. */
  callId: string;
  isDerivedId: boolean;
  leadId: string | null;
  phoneNumber: string | null;
  phoneE164: string | null;
  callerId: string | null;
  campaign: string | null;
  campaignId: string | null;
  listId: string | null;
  queue: string | null;
  disposition: string | null;
  dispositionName: string | null;
  direction: string | null;
  termReason: string | null;
  agentComment: string | null;
  durationSeconds: number | null;
  startedAt: Date | null;
  startedAtText: string | null;
  endedAt: Date | null;
  endedAtText: string | null;
  recordingUrl: string | null;
  extra: Record<string, Json>;
};

export type DateOptions = { timeZone: string; receivedAt: Date };

// Clocks differ a little; an hour or more ahead is a time zone set wrong.
const FUTURE_MS = 15 * 60 * 1000;

function readDate(reader: FieldReader, field: "startedAt" | "endedAt", { timeZone, receivedAt }: DateOptions) {
  const sent = reader.sent(field);
  let text = sent === null ? null : cutText(sent, 100);
  const date = reader.take(field, "a date between 1990 and 2100 that we can read", (value) => {
    const parsed = typeof value === "object" ? null : parseDate(String(value), timeZone);
    if (parsed) text = String(value).trim();
    return parsed;
  });
  if (date && date.getTime() > receivedAt.getTime() + FUTURE_MS) {
    reader.problems.push({ key: field, message: `“${text}” is in the future: is the time zone ${timeZone} right?` });
  }
  return { date, text };
}

/** Reads the call of a delivery. `callId` is the id that Convoso sent, null where it sent none and one must be derived. */
export function readCall(
  reader: FieldReader,
  shared: SharedFields & { callId: string | null; campaignId: string | null },
  options: DateOptions,
): CallFields {
  const { callId, leadId, phoneNumber, phoneE164, campaign, campaignId, listId } = shared;
  const content = reader.content();
  const start = readDate(reader, "startedAt", options);
  const end = readDate(reader, "endedAt", options);
  const durationSeconds = reader.take("duration", "a length between 0 seconds and 7 days", (value) =>
    typeof value === "object" ? null : parseDuration(String(value)),
  );
  const phone = phoneE164 ?? (phoneNumber?.replace(/\D/g, "") || null);
  const identity = { leadId, phone, start: start.date ?? start.text, seconds: durationSeconds };
  return {
    callId: callId ?? deriveCallId(identity, content),
    isDerivedId: callId === null,
    leadId,
    phoneNumber,
    phoneE164,
    callerId: reader.text("callerId"),
    campaign,
    campaignId,
    listId,
    queue: reader.text("queue"),
    disposition: reader.text("disposition") ?? reader.text("status"),
    dispositionName: reader.text("dispositionName"),
    direction: reader.text("direction")?.toLowerCase() ?? null,
    termReason: reader.text("termReason"),
    agentComment: reader.text("agentComment"),
    durationSeconds,
    startedAt: start.date,
    startedAtText: start.text,
    endedAt: end.date,
    endedAtText: end.text,
    recordingUrl:
      reader.take("recording", "an http(s) link", parseRecording) ??
      reader.take("recordingLink", "an http(s) link", parseRecording),
    extra: {},
  };
}
