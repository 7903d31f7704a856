import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { fixedText, type Reader, type Statement } from "#app/db/connection/statement.server.ts";
import { columnOf } from "#app/lib/column-names.ts";

type Table = "agents" | "contacts" | "calls" | "call_events" | "pending_recordings";
/** One row, keyed by our field names. All rows of one call have the same keys. Dates, bytes and JSON values as they are. */
type Row = Record<string, unknown>;

const Id = z.object({ id: z.number() });
const Nothing = z.object({});

/**
 * All rows travel as one JSON parameter and PostgreSQL reads each value by its column's own type: one statement for any
 * number of rows, and nothing to keep in step with the table.
 */
export function recordset(table: Table, rows: readonly Row[]) {
  return sql.fragment`json_populate_recordset(null::${sql.identifier([table])}, ${toJson(rows)}::json)`;
}

/** What is null is left out: PostgreSQL reads the same, sooner. */
function toJson(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {}).map((field) => [field, columnOf(field)] as const);
  return JSON.stringify(
    rows.map((row) => {
      const present: Row = {};
      for (const [field, column] of columns) {
        const value = row[field];
        if (value !== null && value !== undefined) present[column] = value;
      }
      return present;
    }),
  );
}

/** The columns of `rows`, but for the one of the field `key`. */
export function columnsOf(rows: readonly Row[], key?: string) {
  const fields = Object.keys(rows[0] ?? {}).filter((field) => field !== key);
  return fields.map((field) => sql.identifier([columnOf(field)]));
}

const texts = new Map<string, Statement>();

/**
 * A statement whose first value is `rows`, and whose others are `more`. Its text depends on the table and the fields
 * alone, of which there are few, and to put it together again takes longer than to send it.
 */
export function withRows(what: string, rows: readonly Row[], make: () => Statement, more: Buffer[] = []): Statement {
  const key = `${what} ${Object.keys(rows[0] ?? {})}`;
  const known = texts.get(key) ?? { ...make(), values: [] }; // those of the first time may be long
  texts.set(key, known);
  return { ...known, values: [toJson(rows), ...more] };
}

/**
 * A statement whose values are those of one row, field by field. For a lone row that costs PostgreSQL a sixth less than
 * {@link recordset}.
 */
export function withValues(what: string, row: Row, make: (values: FragmentSqlToken[]) => Statement): Statement {
  const values = Object.values(row).map(toValue);
  const key = `${what} ${Object.keys(row)}`;
  const known = texts.get(key) ?? { ...make(values.map(() => sql.fragment`${null}`)), values: [] };
  texts.set(key, known);
  return { ...known, values };
}

function toValue(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The statement that inserts `rows`, or none where there are none. */
export function toInsert(table: Table, rows: readonly Row[]): readonly Statement[] {
  const [row] = rows;
  if (!row) return [];
  const into = () => {
    const columns = sql.join(columnsOf(rows), sql.fragment`, `);
    return { columns, head: sql.fragment`insert into ${sql.identifier([table])} (${columns}) overriding system value` };
  };
  if (rows.length === 1) {
    return [
      withValues(`insert one ${table}`, row, (values) => {
        return sql.unsafe`${into().head} values (${sql.join(values, sql.fragment`, `)})`;
      }),
    ];
  }
  return [
    withRows(`insert ${table}`, rows, () => {
      const { head, columns } = into();
      return sql.unsafe`${head} select ${columns} from ${recordset(table, rows)}`;
    }),
  ];
}

/** The statement that overwrites the rows with the same `key` and sets their `updated_at`, or none. */
export function toUpdate(table: Table, key: "id" | "callId", rows: readonly Row[]): readonly Statement[] {
  const [row] = rows;
  if (!row) return [];
  const target = sql.identifier([table]);
  const keyColumn = sql.identifier([columnOf(key)]);
  const assign = (values: FragmentSqlToken[]) => {
    const assignments = columnsOf(rows, key).map((column, index) => sql.fragment`${column} = ${values[index] ?? null}`);
    return sql.fragment`${sql.join(assignments, sql.fragment`, `)}, updated_at = now()`;
  };
  if (rows.length === 1) {
    const { [key]: keyValue, ...others } = row;
    return [
      withValues(`update one ${table}`, { ...others, [key]: keyValue }, (values) => {
        return sql.unsafe`update ${target} set ${assign(values)} where ${keyColumn} = ${values.at(-1) ?? null}`;
      }),
    ];
  }
  return [
    withRows(`update ${table}`, rows, () => {
      const values = columnsOf(rows, key).map((column) => sql.fragment`new.${column}`);
      return sql.unsafe`
        update ${target} as old
        set ${assign(values)}
        from ${recordset(table, rows)} as new
        where old.${keyColumn} = new.${keyColumn}`;
    }),
  ];
}

const nextIds = {
  agents: fixedText(
    (count: number) => sql.type(Id)`select nextval('agents_id_seq') as id from generate_series(1, ${count})`,
  ),
  contacts: fixedText(
    (count: number) => sql.type(Id)`select nextval('contacts_id_seq') as id from generate_series(1, ${count})`,
  ),
};

/** Takes `count` new ids for rows that are then inserted with them: a row can so be named before it is written. */
export async function newIds(db: Reader, table: keyof typeof nextIds, count: number): Promise<number[]> {
  if (count === 0) return [];
  return (await db.any(nextIds[table](count))).map(({ id }) => id);
}

const lock = fixedText(
  (names: string[]) => sql.type(Nothing)`
  select count(pg_advisory_xact_lock(hashtextextended(name, 0))) from unnest(${sql.array(names, "text")}) as name`,
);

/**
 * Takes locks on names, in one order everywhere so that two transactions never wait for each other, until the
 * transaction ends. The holder of a call's or lead's name may read its rows and then write them.
 */
export async function lockNames(db: Reader, names: Iterable<string>): Promise<void> {
  const sorted = [...new Set(names)].sort();
  if (sorted.length > 0) await db.any(lock(sorted));
}
