import { DateTime } from "luxon";
import { z } from "zod";

function toText(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const text = String(value).replaceAll("\0", "").toWellFormed().trim();
  return text === "" || text.toLowerCase() === "null" ? null : text;
}

const MAX_SECONDS = 2 ** 31 - 1; // what an integer column holds

function toSeconds(value: unknown): number | null {
  const text = toText(value);
  const seconds = text === null ? Number.NaN : Math.round(Number(text));
  return seconds >= 0 && seconds <= MAX_SECONDS ? seconds : null;
}

function toUrl(value: unknown): string | null {
  const url = URL.parse(toText(value) ?? "");
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

/** A public link of any recording comes before a source of any; a bare file name is no link and is never guessed into one. */
function recordingUrl(value: unknown): string | null {
  const recordings = (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === "object" && entry);
  for (const key of ["public_url", "src"]) {
    for (const recording of recordings) {
      const url = toUrl((recording as Record<string, unknown>)[key]);
      if (url) return url;
    }
  }
  return toUrl(value);
}

const text = z.unknown().optional().transform(toText);
const identifier = text.transform((id) => (id === "0" ? null : id));

const VendorRow = z
  .object({
    id: identifier.pipe(z.string()),
    lead_id: identifier,
    user_id: identifier,
    user: text,
    campaign: text,
    campaign_id: identifier,
    phone_number: text,
    status: text,
    status_name: text,
    call_length: z.unknown().optional().transform(toSeconds),
    call_date: text,
    term_reason: text,
    call_type: text,
    recording: z.unknown().optional().transform(recordingUrl),
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
    recordingUrl: row.recording,
  }));

/**
 * One call of Convoso's log. Ids are text, "0" and "null" are null; `callLength` in seconds, null while the call goes on;
 * `callDate` as sent and `callDateAt` the moment it names in the account's zone. Source: the vendor's table of log fields.
 */
export type CallLogRow = z.infer<typeof VendorRow> & { callDateAt: Date | null };

/** Reads one row of `/log/retrieve`, or null where it has no id and so cannot be any call that was asked for. */
export function parseCallLogRow(row: unknown, timeZone: string): CallLogRow | null {
  const parsed = VendorRow.safeParse(row);
  if (!parsed.success) return null;
  const at = DateTime.fromSQL(parsed.data.callDate ?? "", { zone: timeZone });
  return { ...parsed.data, callDateAt: at.isValid ? at.toJSDate() : null };
}
