import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { fates } from "#app/db/erasure/fates.server.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();

/** Types that hold no words: numbers, times, ids. Every other one needs a decision. */
const WORDLESS = [
  ...["bigint", "integer", "smallint", "real", "double precision", "numeric", "boolean", "uuid", "date", "interval"],
  ...["timestamp with time zone", "timestamp without time zone", "pg_lsn"],
];

test("every column of the database that can hold text has a decision, and every decision a column", async () => {
  const columns = await db.anyFirst(sql.type(z.object({ name: z.string() }))`
    select concat(nullif(table_schema, 'public') || '.', table_name, ': ', column_name) as name
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
      and data_type <> all(${sql.array(WORDLESS, "text")})
    order by 1`);
  const decided = Object.entries(fates).flatMap(([table, decisions]) =>
    Object.keys(decisions).map((column) => `${table}: ${column}`),
  );
  assert.deepEqual(decided.sort(), [...columns].sort());
});
