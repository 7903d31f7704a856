import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";
import { toColumns } from "#app/lib/column-names.ts";

type Table = "agents" | "contacts" | "calls" | "call_events";
/** One row, keyed by our field names. All rows of one call have the same keys. Dates and JSON values as they are. */
type Row = Record<string, unknown>;

const Id = z.object({ id: z.number() });

// All rows travel as one JSON parameter and PostgreSQL reads each value by its column's own type: one statement for any
// number of rows, and nothing to keep in step with the table.
function recordset(table: Table, rows: readonly Row[]) {
  return sql.fragment`json_populate_recordset(null::${sql.identifier([table])}, ${JSON.stringify(rows.map(toColumns))}::json)`;
}

function columnsOf(rows: readonly Row[]): string[] {
  return Object.keys(toColumns(rows[0] ?? {}));
}

/** Inserts `rows`. Rows that are there already (same primary key) are left alone. */
export async function insertRows(db: Database, table: Table, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = sql.join(
    columnsOf(rows).map((name) => sql.identifier([name])),
    sql.fragment`, `,
  );
  await db.query(sql.unsafe`
    insert into ${sql.identifier([table])} (${columns})
    overriding system value
    select ${columns} from ${recordset(table, rows)}
    on conflict do nothing`);
}

/** Takes `count` new ids for rows that are then inserted with them: a row can so be named before it is written. */
export async function newIds(db: Database, table: "agents" | "contacts", count: number): Promise<readonly number[]> {
  if (count === 0) return [];
  return db.anyFirst(sql.type(Id)`
    select nextval(pg_get_serial_sequence(${table}, 'id')) as id from generate_series(1, ${count})`);
}

/** Overwrites the rows that have the same `key`, and sets their `updated_at`. */
export async function updateRows(
  db: Database,
  table: Table,
  key: "id" | "call_id",
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const assignments = columnsOf(rows)
    .filter((name) => name !== key)
    .map((name) => sql.fragment`${sql.identifier([name])} = new.${sql.identifier([name])}`);
  await db.query(sql.unsafe`
    update ${sql.identifier([table])} as old
    set ${sql.join(assignments, sql.fragment`, `)}, updated_at = now()
    from ${recordset(table, rows)} as new
    where old.${sql.identifier([key])} = new.${sql.identifier([key])}`);
}

/**
 * Takes locks on names, in one order everywhere so that two transactions never wait for each other, until the
 * transaction ends. Whoever holds the name of a call or lead may read its rows and then write them.
 */
export async function lockNames(db: Database, names: Iterable<string>): Promise<void> {
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return;
  await db.query(sql.unsafe`
    select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${sql.array(sorted, "text")}) as name`);
}
