import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type ContactFilter, contactConditions } from "#app/db/leads/contact-filter.server.ts";
import { hasSeveralWords } from "#app/db/leads/lead-search.server.ts";
import { fieldColumns, fieldShape } from "#app/db/lists/field-columns.server.ts";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/lists/page.server.ts";
import { pastCursor, timeCursor, timeOrder } from "#app/db/lists/time-cursor.server.ts";
import { type Conditions, where } from "#app/db/lists/where.server.ts";
import { notesAsText } from "#app/db/notes/notes.server.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";

/** The stage of a lead. The database keeps it in line with the lead's calls (migrations/007_conversions.sql). */
const Conversion = z.enum(["new", "contacted", "converted", "lost"]);

/** A lead with what its calls say about it. */
export const Contact = z.object({
  id: z.number(),
  /** Where the lead stands in the list: when it was first received, to the microsecond, "~", its id. */
  cursor: z.string(),
  ...fieldShape(CONTACT_FIELDS),
  extra: z.record(z.string(), z.unknown()),
  is_test: z.boolean(),
  created_at: z.date(),
  updated_at: z.date(),
  conversion: Conversion,
  call_count: z.number(),
  last_call_at: z.date().nullable(),
});
export type Contact = z.infer<typeof Contact>;

const byTime = { time: sql.fragment`contacts.created_at`, key: sql.fragment`contacts.id`, type: "int8" } as const;

const columns = sql.fragment`
  contacts.id, ${timeCursor(byTime)} as cursor,
  ${fieldColumns("contacts", CONTACT_FIELDS)},
  contacts.extra, contacts.is_test, contacts.created_at, contacts.updated_at,
  contacts.conversion,
  (select count(*) from calls where calls.contact_id = contacts.id) as call_count,
  (select max(occurred_at) from calls where calls.contact_id = contacts.id) as last_call_at`;

/** The select of all leads that `filter` matches, newest first, for their export. */
export function contactRows(filter: ContactFilter): FragmentSqlToken {
  return sql.fragment`
    select ${columns}, ${notesAsText(sql.fragment`notes.contact_id = contacts.id`)} as notes
    from ${matching(filter)} ${timeOrder(byTime, {})}`;
}

/** A row without columns for each lead that `filter` matches, to be counted. */
export function contactMatches(filter: ContactFilter): FragmentSqlToken {
  return sql.fragment`select from contacts ${where(...contactConditions(filter))}`;
}

/**
 * The leads that `filter` matches. PostgreSQL cannot tell how rare a word is, and might go through all leads in their order
 * for the few that have it: `offset 0` lets the search find them, by its index, before they are put in order.
 */
function matching(filter: ContactFilter, ...more: Conditions): FragmentSqlToken {
  const conditions = where(...contactConditions(filter), ...more);
  return filter.search === undefined
    ? sql.fragment`contacts ${conditions}`
    : sql.fragment`(select * from contacts ${conditions} offset 0) as contacts`;
}

/** Among how many leads, in the order of the list, the page of a search is looked for before the index of all is asked. */
const LOOKS = [1_000, 16_000];
/** A look continues where one lead in so many is found. What is rarer the index finds in no time. */
const OFTEN = 200;

/** Of more whole matches than this the order is not found by looking at all: they are on every page of the list. */
const MANY = 20_000;

/** A page of leads. `total`: how many match, where a search had to find all of them. `isWhole`: of whole words only. */
export type ContactPage = Page<Contact> & { total: number | null; isWhole: boolean };

const Found = Contact.extend({ total: z.number().nullable() });

const Count = z.object({ count: z.number() });

/**
 * `filter` as the list takes it: where more than a page of leads has each of several words whole, only those are meant, as
 * as people who type two names expect; otherwise also what begins with them. A `*` in the search always asks for both.
 */
export async function settleSearch(db: Database, filter: ContactFilter, size = PAGE_SIZE): Promise<ContactFilter> {
  if (filter.search === undefined || !hasSeveralWords(filter.search)) return filter;
  const whole = { ...filter, isWhole: true };
  const count = await db.oneFirst(sql.type(Count)`
    select count(*) from (select from ${matching(whole)} limit ${size + 1}) as matching`);
  return count > size ? whole : filter;
}

/** A page of leads, newest first. The cursor is {@link Contact}'s. */
export async function listContacts(
  db: Database,
  filter: ContactFilter,
  asked: PageRequest = {},
  size = PAGE_SIZE,
): Promise<ContactPage> {
  const beyond = pastCursor(byTime, asked);
  const order = timeOrder(byTime, asked);
  // Which leads is asked first, alone: indexes alone may know, and sorting is of ids then.
  const listFrom = async (source: FragmentSqlToken, { isAll = false, past = sql.fragment``, isWhole = false } = {}) => {
    const rows = await db.any(sql.type(Found)`
      with matching as ${isAll ? sql.fragment`materialized` : sql.fragment`not materialized`} (
        select contacts.id, contacts.created_at from ${source}
      )
      select ${columns}, ${isAll ? sql.fragment`(select count(*) from matching)` : sql.fragment`null::bigint`} as total
      from contacts
      where contacts.id = any(array(select contacts.id from matching as contacts ${past} ${order} limit ${size + 1}))
      ${order}`);
    const total = isAll ? (rows[0]?.total ?? (beyond === undefined ? 0 : null)) : null;
    const found = rows.map(({ total: _, ...row }) => row);
    return { found, page: { ...toPage(found, asked, (row) => row.cursor, size), total, isWhole } };
  };
  const { search, isMasked, ...others } = filter;
  let isWhole = false;
  if (search !== undefined && hasSeveralWords(search)) {
    const whole = sql.fragment`(select * from ${matching({ ...filter, isWhole: true })} limit ${MANY + 1}) as contacts`;
    const { page } = await listFrom(whole, { isAll: true, past: where(beyond), isWhole: true });
    if (page.total !== null && page.total > size && page.total <= MANY) return page;
    // A page beyond the last row does not tell how many there are.
    isWhole = page.total === null ? (await settleSearch(db, filter, size)).isWhole === true : page.total > size;
  }
  for (const atMost of search === undefined ? [] : LOOKS) {
    const { found, page } = await listFrom(
      sql.fragment`
      (select * from contacts ${where(...contactConditions(others), beyond)} ${order} limit ${atMost}) as contacts
      ${where(...contactConditions({ search, isMasked, isWhole }))}`,
      { isWhole },
    );
    if (found.length > size) return page;
    if (found.length * OFTEN < atMost) break;
  }
  const isAll = search !== undefined && beyond === undefined;
  return (await listFrom(matching({ ...filter, isWhole }, beyond), { isAll, isWhole })).page;
}

/** One lead, or null. */
export function findContact(db: Database, id: number): Promise<Contact | null> {
  return db.maybeOne(sql.type(Contact)`select ${columns} from contacts where contacts.id = ${id}`);
}
