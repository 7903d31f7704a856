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

const Found = z.object({ keys: z.array(z.string()).nullable(), last: z.string().nullable() });

/**
 * The keys of the rows in which `pattern` is found, whatever the column: it reads the whole table, page by page, which
 * takes about a minute for a million deliveries (measured: 80 µs each on two shared cores).
 */
export async function listRowsNaming(db: Database, table: keyof typeof tables, pattern: string): Promise<string[]> {
  const { key, type, first, content } = tables[table];
  const id = sql.identifier([table, key]);
  const keys: string[] = [];
  for (let after: string | null = first; after !== null; ) {
    const found: z.infer<typeof Found> = await db.one(sql.type(Found)`
      select array_agg(key) filter (where content ~ ${pattern}) as keys, (array_agg(key order by id desc))[1] as last
      from (
        select ${id} as id, ${id}::text as key, ${content} as content
        from ${sql.identifier([table])}
        where ${id} > ${after}::${sql.identifier([type])}
        order by ${id}
        limit ${PAGE}
      ) as page`);
    keys.push(...(found.keys ?? []));
    after = found.last;
  }
  return keys;
}
