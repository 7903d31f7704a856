import { stringify } from "csv-stringify/sync";
import { DateTime } from "luxon";
import type { ContactFilter } from "#app/db/contact-filter.server.ts";
import { type Contact, listContacts } from "#app/db/contacts.server.ts";
import type { Database } from "#app/db/pool.server.ts";

const ROWS_AT_ONCE = 1000;

const columns = [
  "id",
  "lead_id",
  "first_name",
  "last_name",
  "phone_number",
  "phone_e164",
  "email",
  "address",
  "city",
  "state",
  "zip",
  "country",
  "campaign",
  "list_id",
  "status",
  "conversion",
  "call_count",
  "last_call_at",
  "is_test",
  "created_at",
  "updated_at",
  "extra",
] as const satisfies (keyof Contact)[];

/** "+12135550123" is no formula: it stays as it is, for those who read the file by machine. */
function keepPhones(text: string) {
  return /^\+\d+$/.test(text) ? { value: text, escape_formulas: false } : text;
}

/**
 * The leads that `filter` matches as CSV (RFC 4180, with a byte order mark for Excel), newest first, page by page: memory
 * stays flat and no connection is held while a slow reader catches up. Times are in `timeZone` with their offset. Cells
 * that a spreadsheet would run as a formula begin with an apostrophe.
 */
export async function* exportLeads(db: Database, filter: ContactFilter, timeZone: string): AsyncGenerator<string> {
  const inZone = (at: Date | null) =>
    at && DateTime.fromJSDate(at, { zone: timeZone }).toISO({ suppressMilliseconds: true });
  yield stringify([columns as unknown as string[]], { bom: true });
  let before: string | undefined;
  do {
    const page = await listContacts(db, filter, { before }, ROWS_AT_ONCE);
    const records = page.rows.map((lead) => ({
      ...lead,
      last_call_at: inZone(lead.last_call_at),
      created_at: inZone(lead.created_at),
      updated_at: inZone(lead.updated_at),
      is_test: lead.is_test ? "yes" : "no",
      extra: JSON.stringify(lead.extra),
    }));
    yield stringify(records, { columns: [...columns], escape_formulas: true, cast: { string: keepPhones } });
    before = page.older ?? undefined;
  } while (before !== undefined);
}
