import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

/** So many rows a statement, so that none comes near the statement timeout. */
const PAGE = 5000;

// Every place where somebody's data may stand. encode() gives text for any bytes, also those that are no UTF-8.
const tables = {
  contacts: { key: "id", type: "int8", first: "0", content: sql.fragment`contacts::text` },
  calls: { key: "call_id", type: "text", first: "", content: sql.fragment`calls::text` },
  audit_log: { key: "id", type: "int8", first: "0", content: sql.fragment`audit_log::text` },
  call_events: {
    key: "id",
    type: "uuid",
    first: "00000000-0000-0000-0000-000000000000",
    content: sql.fragment`
      concat_ws(' ', encode(body, 'escape'), headers::text, query, problems::text, error, hint, call_id)`,
  },
} as const satisfies Record<string, { key: string; type: string; first: string; content: FragmentSqlToken }>;

type Table = keyof typeof tables;

/** `after`: only rows with a greater key. `tell` gets the number of rows after each page, and may throw to break off. */
export type Reading = { after?: string | undefined; tell?: ((rows: number) => Promise<void>) | undefined };

const Found = z.object({ keys: z.array(z.string()).nullable(), last: z.string().nullable(), count: z.number() });

/**
 * The keys of the rows in which `pattern` is found, whatever the column: it reads the whole table, page by page, which
 * takes about a minute for a million deliveries (measured: 80 µs each on two shared cores).
 */
export async function listRowsNaming(
  db: Database,
  table: Table,
  pattern: string,
  { after: start, tell }: Reading = {},
): Promise<string[]> {
  const { key, type, first, content } = tables[table];
  const id = sql.identifier([table, key]);
  const keys: string[] = [];
  for (let after: string | null = start ?? first; after !== null; ) {
    const found: z.infer<typeof Found> = await db.one(sql.type(Found)`
      select array_agg(key) filter (where content ~ ${pattern}) as keys, count(*) as count,
        (array_agg(key order by id desc))[1] as last
      from (
        select ${id} as id, ${id}::text as key, ${content} as content
        from ${sql.identifier([table])}
        where ${id} > ${after}::${sql.identifier([type])}
        order by ${id}
        limit ${PAGE}
      ) as page`);
    keys.push(...(found.keys ?? []));
    after = found.last;
    await tell?.(found.count);
  }
  return keys;
}

/** Of these rows, those in which `pattern` is found. */
export async function filterRowsNaming(
  db: Database,
  table: Table,
  pattern: string,
  among: readonly string[],
): Promise<string[]> {
  const { key, type, content } = tables[table];
  const id = sql.identifier([table, key]);
  return [
    ...(await db.anyFirst(sql.type(z.object({ key: z.string() }))`
      select ${id}::text as key from ${sql.identifier([table])}
      where ${id} = any(${sql.array([...among], type)}) and ${content} ~ ${pattern}`)),
  ];
}

const Size = z.object({ rows: z.number() });

/** About how many rows {@link listRowsNaming} reads in all these tables, as the planner believes. */
export async function guessRows(db: Database): Promise<number> {
  const names = sql.array(Object.keys(tables), "text");
  return db.oneFirst(sql.type(Size)`
    select coalesce(sum(greatest(reltuples, 0)), 0)::int8 as rows from pg_class
    where relname = any(${names}) and relnamespace = 'public'::regnamespace`);
}
