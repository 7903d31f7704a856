import { sql } from "slonik";
import { z } from "zod";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/page.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { type Conditions, where } from "#app/db/where.server.ts";

/** A lead with what its calls say about it. */
export const Contact = z.object({
  id: z.number(),
  lead_id: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  phone_number: z.string().nullable(),
  phone_e164: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  zip: z.string().nullable(),
  country: z.string().nullable(),
  campaign: z.string().nullable(),
  list_id: z.string().nullable(),
  status: z.string().nullable(),
  extra: z.record(z.string(), z.unknown()),
  is_test: z.boolean(),
  created_at: z.date(),
  updated_at: z.date(),
  conversion: z.enum(["new", "contacted", "converted"]),
  call_count: z.number(),
  last_call_at: z.date().nullable(),
});
export type Contact = z.infer<typeof Contact>;

/** How far a lead has come: the one place of the rule. */
const conversion = sql.fragment`
  case
    when exists (select from calls where calls.contact_id = contacts.id and upper(calls.disposition) = 'SALE')
      then 'converted'
    when exists (select from calls where calls.contact_id = contacts.id) then 'contacted'
    else 'new'
  end`;

const columns = sql.fragment`
  contacts.id, contacts.lead_id, contacts.first_name, contacts.last_name, contacts.phone_number, contacts.phone_e164,
  contacts.email, contacts.address, contacts.city, contacts.state, contacts.zip, contacts.country, contacts.campaign,
  contacts.list_id, contacts.status, contacts.extra, contacts.is_test, contacts.created_at, contacts.updated_at,
  ${conversion} as conversion,
  (select count(*) from calls where calls.contact_id = contacts.id) as call_count,
  (select max(occurred_at) from calls where calls.contact_id = contacts.id) as last_call_at`;

export type ContactFilter = {
  /** A part of the name, the e-mail, or the phone in any notation. */
  search?: string | undefined;
  conversion?: Contact["conversion"] | undefined;
  isTest?: boolean | undefined;
  /** For those who do not see phones and e-mails: they find a lead by the whole of one, not by guessing at parts. */
  isMasked?: boolean | undefined;
};

/** `text` as a pattern that finds it anywhere, with the marks of `like` taken literally. */
function containing(text: string): string {
  return `%${literally(text)}%`;
}

function literally(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** `phone_key` is a phone in E.164, or what was sent without all but its digits. */
function phoneMatches(digits: string, isMasked: boolean) {
  if (!isMasked) return sql.fragment`or contacts.phone_key like ${containing(digits)}`;
  return sql.fragment`or contacts.phone_key in (${digits}, ${`+${digits}`}, ${`+1${digits}`})`;
}

function matches(search: string, isMasked = false) {
  const digits = search.replace(/\D/g, "");
  const isPhone = digits.length >= 3 && /^[\d\s().+-]+$/.test(search);
  return sql.fragment`(
    concat_ws(' ', contacts.first_name, contacts.last_name) ilike ${containing(search)}
    or contacts.email ilike ${isMasked ? literally(search) : containing(search)}
    or contacts.lead_id = ${search}
    ${isPhone ? phoneMatches(digits, isMasked) : sql.fragment``}
  )`;
}

/** What `filter` asks of a row of `contacts`: for the list, its export and its count alike. */
function contactConditions(filter: ContactFilter): Conditions {
  return [
    filter.search !== undefined && matches(filter.search, filter.isMasked),
    filter.conversion && sql.fragment`${conversion} = ${filter.conversion}`,
    filter.isTest !== undefined && sql.fragment`contacts.is_test = ${filter.isTest}`,
  ];
}

/**
 * A page of leads, newest first; the cursor is a contact's id.
 * @param size rows to a page; an export asks for more than a screen
 */
export async function listContacts(
  db: Database,
  filter: ContactFilter,
  asked: PageRequest = {},
  size = PAGE_SIZE,
): Promise<Page<Contact>> {
  const found = await db.any(sql.type(Contact)`
    select ${columns}
    from contacts
    ${where(
      ...contactConditions(filter),
      asked.after !== undefined && sql.fragment`contacts.id > ${asked.after}::bigint`,
      asked.after === undefined && asked.before !== undefined && sql.fragment`contacts.id < ${asked.before}::bigint`,
    )}
    order by contacts.id ${asked.after === undefined ? sql.fragment`desc` : sql.fragment`asc`}
    limit ${size + 1}`);
  return toPage(found, asked, (row) => String(row.id), size);
}

/** One lead, or null. */
export function findContact(db: Database, id: number): Promise<Contact | null> {
  return db.maybeOne(sql.type(Contact)`select ${columns} from contacts where contacts.id = ${id}`);
}
