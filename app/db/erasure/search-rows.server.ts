import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { columnsWith, type FateTable, fates } from "#app/db/erasure/fates.server.ts";
import { idAt } from "#app/lib/event-id.server.ts";

/** What rows are searched for: a regular expression over folded text, and its number among what is searched for. */
export type Wanted = { number: number; pattern: string; isName: boolean };

/** A row in which something was found. `owner`: the lead that it belongs to. `matched`: the numbers of what was found. */
export type Hit = { key: string; owner: number | null; matched: number[] };

/** `tell` gets the number of rows after each page, and may throw to break off. */
export type Reading = { tell?: ((rows: number) => Promise<void>) | undefined };

/** So many rows a statement, so that none comes near the statement timeout. */
const PAGE = 5000;

type Place = { key: FragmentSqlToken; type: string; first: string | null; owner?: FragmentSqlToken };

const byNumber = (key: FragmentSqlToken): Place => ({ key, type: "int8", first: "-1" });
const byText = (key: FragmentSqlToken): Place => ({ key, type: "text", first: "" });
/** A table whose rows have no single key is small: it is read at once. */
const small: Place = { key: sql.fragment`it.ctid`, type: "tid", first: null };

/** How the rows of a table are told apart, read in pages, and to which lead they belong. */
const places: Partial<Record<FateTable, Place>> = {
  contacts: { ...byNumber(sql.fragment`it.id`), owner: sql.fragment`it.id` },
  contact_aliases: { ...byNumber(sql.fragment`it.id`), owner: sql.fragment`it.contact_id` },
  calls: { ...byText(sql.fragment`it.call_id`), owner: sql.fragment`it.contact_id` },
  call_events: {
    ...{ key: sql.fragment`it.id`, type: "uuid", first: "00000000-0000-0000-0000-000000000000" },
    owner: sql.fragment`coalesce(it.contact_id, (select contact_id from calls where calls.call_id = it.call_id))`,
  },
  notes: {
    ...byNumber(sql.fragment`it.id`),
    owner: sql.fragment`coalesce(it.contact_id, (select contact_id from calls where calls.call_id = it.call_id))`,
  },
  audit_log: byNumber(sql.fragment`it.id`),
  pending_recordings: byText(sql.fragment`it.call_id`),
  archived_recordings: byNumber(sql.fragment`it.id`),
  agents: byNumber(sql.fragment`it.id`),
  holds: byNumber(sql.fragment`it.id`),
};

/** The tables that hold what senders or leads wrote, in the order in which they are searched. */
export const SEARCHED = (Object.keys(fates) as FateTable[]).filter(
  (table) => columnsWith(table, "person", "sent").length > 0,
);

const nameOf = (table: FateTable) => sql.identifier(table.split("."));
const placeOf = (table: FateTable): Place => places[table] ?? small;

/** A column's text. A body is searched as it is, and as a person reads it; so is what stands in an address. */
function textOf(table: FateTable, column: string): FragmentSqlToken {
  const name = sql.identifier(["it", column]);
  if (column === "body") return sql.fragment`encode(${name}, 'escape'), readable_body(${name})`;
  if (column === "query" || column === "target") {
    return sql.fragment`${name}, readable_body(convert_to(${name}, 'UTF8'))`;
  }
  // A lead id is a number like any other: it is found by the name in front of it.
  if (column === "lead_id") return sql.fragment`'lead_id=' || ${name}`;
  if (table === "identity_rules") return sql.fragment`regexp_replace(${name}, '^lead:', 'lead_id=')`;
  return sql.fragment`${name}::text`;
}

/** Arabic and Persian digits, which `fold_text` leaves as they are, because indexes hold what it makes. */
const OTHER_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹";
/** What leads and agents write, from them or as Convoso tells it. */
const WRITTEN: FateTable[] = ["contacts", "calls", "call_events", "notes", "ledger_differences", "pending_recordings"];

/** Text as it is searched: see `fold_text`. */
export function foldedText(table: FateTable, columns: readonly string[]): FragmentSqlToken {
  const texts = sql.join(
    columns.map((column) => textOf(table, column)),
    sql.fragment`, `,
  );
  const text = sql.fragment`concat_ws(' ', ${texts})`;
  const digits = sql.fragment`translate(${text}, ${OTHER_DIGITS}, '01234567890123456789')`;
  return sql.fragment`fold_text(${WRITTEN.includes(table) ? digits : text})`;
}

const Found = z.object({
  hits: z.array(z.object({ key: z.string(), owner: z.number().nullable(), matched: z.array(z.number()) })).nullable(),
  last: z.string().nullable(),
  count: z.number(),
});

/**
 * The rows of a table in which something wanted is found, whatever the column. It reads the whole table, page by page.
 * An agent may have the same name as a lead: agents are not searched for names.
 */
export async function searchRows(
  db: Database,
  table: FateTable,
  wanted: readonly Wanted[],
  { tell }: Reading = {},
): Promise<Hit[]> {
  const { key, type, first } = placeOf(table);
  const hits: Hit[] = [];
  for (let after: string | null = first; ; ) {
    const past = after === null ? sql.fragment`` : sql.fragment`where ${key} > ${after}::${sql.identifier([type])}`;
    const page = after === null ? sql.fragment`` : sql.fragment`order by ${key} limit ${PAGE}`;
    const found: z.infer<typeof Found> = await db.one(sql.type(Found)`
      ${matching(table, wanted, sql.fragment`${past} ${page}`)}`);
    hits.push(...(found.hits ?? []));
    await tell?.(found.count);
    after = found.last;
    if (first === null || after === null) return hits;
  }
}

/** Of these rows, those in which something wanted is found. */
export async function searchAmong(
  db: Database,
  table: FateTable,
  wanted: readonly Wanted[],
  keys: readonly string[],
): Promise<Hit[]> {
  const { key, type } = placeOf(table);
  const rest = sql.fragment`where ${key} = any(${sql.array([...keys], type)})`;
  return (await db.one(sql.type(Found)`${matching(table, wanted, rest)}`)).hits ?? [];
}

/** When a row was written last. */
const writtenAt: Partial<Record<FateTable, FragmentSqlToken>> = {
  contacts: sql.fragment`it.updated_at`,
  calls: sql.fragment`it.updated_at`,
  audit_log: sql.fragment`it.at`,
};

/** Of the rows that were written since some moment, those in which something wanted is found. */
export async function searchSince(
  db: Database,
  table: "contacts" | "calls" | "call_events" | "audit_log",
  wanted: readonly Wanted[],
  since: Date,
): Promise<Hit[]> {
  const at = writtenAt[table];
  const isLater = at
    ? sql.fragment`${at} >= ${since.toISOString()}::timestamptz`
    : sql.fragment`it.id > ${idAt(since)}::uuid`;
  return (await db.one(sql.type(Found)`${matching(table, wanted, sql.fragment`where ${isLater}`)}`)).hits ?? [];
}

function matching(table: FateTable, all: readonly Wanted[], rest: FragmentSqlToken): FragmentSqlToken {
  const wanted = table === "agents" ? all.filter(({ isName }) => !isName) : all;
  const { key, owner = sql.fragment`null::int8` } = placeOf(table);
  const columns = columnsWith(table, "person", "sent");
  const patterns = sql.array(
    wanted.map(({ pattern }) => pattern),
    "text",
  );
  const numbers = sql.array(
    wanted.map(({ number }) => number),
    "int4",
  );
  const folded = foldedText(table, columns);
  // What the log says of users is not a lead's, and never blanked.
  const content = table === "audit_log" ? sql.fragment`case when not is_of_user(it.action) then ${folded} end` : folded;
  const either = wanted.map(({ pattern }) => `(?:${pattern})`).join("|") || "$^a";
  return sql.fragment`
    with page as materialized (
      select ${key} as id, ${owner} as owner, ${content} as content
      from ${nameOf(table)} as it ${rest}
    ), hit as (
      select id, json_build_object('key', id::text, 'owner', owner, 'matched', array(
        select number from unnest(${patterns}, ${numbers}) as one (pattern, number) where content ~ pattern)) as hit
      from page
      where content ~ ${either}
    )
    select (select json_agg(hit) from hit) as hits, (select count(*) from page) as count,
      (select id::text from page order by id desc limit 1) as last`;
}

const Folded = z.object({ text: z.string() });

/** Texts as they are searched. */
export function foldTexts(db: Database, texts: readonly string[]): Promise<readonly string[]> {
  return db.anyFirst(sql.type(Folded)`
    select fold_text(text) as text from unnest(${sql.array([...texts], "text")}) with ordinality as one (text, place)
    order by place`);
}

const Size = z.object({ rows: z.number() });

/** About how many rows {@link searchRows} reads in all these tables, as the planner believes. */
export async function guessRows(db: Database): Promise<number> {
  return db.oneFirst(sql.type(Size)`
    select coalesce(sum(greatest(reltuples, 0)), 0)::int8 as rows from pg_class
    where oid = any(array(select to_regclass(name) from unnest(${sql.array(SEARCHED, "text")}) as name))`);
}
