import { z } from "zod";
import type { Json } from "#app/convoso/clean-json.server.ts";
import { parseDuration } from "#app/convoso/parse-duration.server.ts";
import { MAX_LINKS, parseRecordings } from "#app/convoso/parse-recording.server.ts";
import { saysNothing } from "#app/convoso/says-nothing.server.ts";

function toText(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const text = String(value).trim();
  return text === "" || text.toLowerCase() === "null" ? null : text;
}

const text = z.unknown().optional().transform(toText);
const identifier = text.transform((id) => (id === "0" ? null : id));

/** A call's own id. One that says nothing, such as "N/A", would make one call of all that have it. */
const ownId = identifier.transform((id) => (id !== null && saysNothing(id, "callId", "id") ? null : id));

const VendorRow = z
  .object({
    id: ownId.pipe(z.string()),
    lead_id: identifier,
    user_id: identifier,
    user: text,
    campaign: text,
    campaign_id: identifier,
    phone_number: text,
    status: text,
    status_name: text,
    call_length: text.transform((length) => parseDuration(length ?? "")),
    call_date: text,
    term_reason: text,
    call_type: text,
    recording: z
      .unknown()
      .optional()
      .transform((value) =>
        parseRecordings((value ?? null) as Json)
          .slice(0, MAX_LINKS)
          .map(({ url }) => url),
      ),
  })
  .transform((row) => ({
    id: row.id,
    leadId: row.lead_id,
    userId: row.user_id,
    agentName: row.user,
    campaign: row.campaign,
    campaignId: row.campaign_id,
    phoneNumber: row.phone_number,
    status: row.status,
    statusName: row.status_name,
    callLength: row.call_length,
    callDate: row.call_date,
    termReason: row.term_reason,
    callType: row.call_type,
    recordingUrl: row.recording[0] ?? null,
    recordingUrls: row.recording,
  }));

/**
 * One call of Convoso's log. Ids are text, "0" and "null" are null; `callLength` in seconds, null while the call continues;
 * `callDate` as sent, so in the account's zone; `recordingUrls` in order, `recordingUrl` is the first. Source: the vendor's table
 * of log fields.
 */
export type CallLogRow = z.infer<typeof VendorRow>;

/** Reads one row of `/log/retrieve`, or null where it has no id and so cannot be any call that was asked for. */
export function parseCallLogRow(row: Json): CallLogRow | null {
  return VendorRow.safeParse(row).data ?? null;
}
