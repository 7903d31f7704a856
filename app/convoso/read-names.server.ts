import { z } from "zod";
import type { NamedRow } from "#app/convoso/sections.server.ts";

/** A name of Convoso's for one of its ids or codes. */
export type SourceName = { id: string; name: string };

/** What Convoso's flags say of a status: a sale, the end of the lead, somebody was reached, and so on. */
export type StatusFlags = Record<(typeof FLAGS)[number], boolean>;

const FLAGS = ["final", "reached", "success", "dnc", "callback", "contact", "voicemail"] as const;

const text = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).trim())
  .refine((value) => value !== "" && value.length <= 200 && value.toLowerCase() !== "null");

/** The first of these members that holds a text, or null. */
function textOf(row: NamedRow, ...names: string[]): string | null {
  return names.map((name) => text.safeParse(row[name]).data).find((value) => value !== undefined) ?? null;
}

function named(id: string | null, name: string | null): SourceName | null {
  return id === null || id === "0" || name === null ? null : { id, name };
}

/**
 * A status, its code in capitals. Accounts differ in the key of the code: the vendor's page has `status`, an SDK
 * `abbreviation`. Source: Convoso help centre, "Status Search".
 */
export function readStatus(row: NamedRow): (SourceName & { flags: StatusFlags }) | null {
  const status = named(textOf(row, "status", "abbreviation")?.toUpperCase() ?? null, textOf(row, "name"));
  const flags = Object.fromEntries(FLAGS.map((flag) => [flag, /^(y|yes|true|1)$/i.test(String(row[flag] ?? ""))]));
  return status && { ...status, flags: flags as StatusFlags };
}

/** A user by their full name. Source: Convoso help centre, "Users Search API". */
export function readUser(row: NamedRow): SourceName | null {
  const full = [textOf(row, "first_name"), textOf(row, "last_name")].filter(Boolean).join(" ");
  return named(textOf(row, "id", "user_id"), full || textOf(row, "user_full_name", "full_name", "name"));
}

/** A campaign or a list. */
export function readCampaignOrList(row: NamedRow): SourceName | null {
  return named(textOf(row, "id", "campaign_id", "list_id"), textOf(row, "name", "campaign_name", "list_name"));
}

/**
 * The time with an offset that a row's `created_at` holds, such as `2016-11-17T10:54:21-0800`, as ISO 8601. None where it
 * says Z: that is how it is written, not where the account is.
 */
export function readOffset(row: NamedRow): string | null {
  const [, day, time, hours, minutes] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)? ?([+-]\d\d):?(\d\d)$/.exec(textOf(row, "created_at") ?? "") ?? [];
  if (day === undefined) return null;
  const written = `${day}T${time}${hours}:${minutes}`;
  return Number.isNaN(Date.parse(written)) ? null : written;
}
