import pg from "pg";

export type Column = {
  name: string;
  type: string;
  isNullable: boolean;
  isKey: boolean;
  /** From the comment, without its mark. */
  meaning: string;
  /** Whose personal data it holds, such as "lead"; null for none. */
  personalDataOf: string | null;
  /** The table that it refers to; `isEnforced` by a foreign key. */
  reference: { table: string; isEnforced: boolean } | null;
};

export type Described = { name: string; meaning: string };
export type Index = Described & { definition: string };
export type Table = Described & { columns: Column[]; indexes: Index[] };
export type Schema = { tables: Table[]; views: Described[]; functions: Described[] };

type ColumnRow = Omit<Column, "personalDataOf" | "reference"> & { table: string; target: string | null };

const PERSONAL = / ?Personal data of the (\w+)\.$/;
const REFERENCE = /\((\w+)\.\w+\)/;

/** Tables, views and functions of the schema `public`, in the order in which the migrations create them. */
export async function readSchema(connectionString: string): Promise<Schema> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const relations = await client.query<Described & { kind: string }>(`
      select relname as name, relkind::text as kind, coalesce(obj_description(oid, 'pg_class'), '') as meaning
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') order by oid`);
    const functions = await client.query<Described>(`
      select proname as name, coalesce(obj_description(oid, 'pg_proc'), '') as meaning
      from pg_proc where pronamespace = 'public'::regnamespace order by oid`);
    const indexes = await client.query<Index & { table: string }>(`
      select pg_table.relname as table, pg_index_class.relname as name,
        regexp_replace(pg_get_indexdef(indexrelid), '^CREATE (UNIQUE )?INDEX .*? USING (btree )?', '\\1') as definition,
        coalesce(obj_description(indexrelid, 'pg_class'), '') as meaning
      from pg_index
      join pg_class as pg_table on pg_table.oid = indrelid
      join pg_class as pg_index_class on pg_index_class.oid = indexrelid
      where pg_table.relnamespace = 'public'::regnamespace
        and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
      order by indexrelid`);
    const columns = await client.query<ColumnRow>(`
      select attrelid::regclass::text as table, attname as name, format_type(atttypid, atttypmod) as type,
        not attnotnull as "isNullable", coalesce(col_description(attrelid, attnum), '') as meaning,
        exists (select from pg_constraint where conrelid = attrelid and contype = 'p' and attnum = any(conkey)) as "isKey",
        (select confrelid::regclass::text from pg_constraint
          where conrelid = attrelid and contype = 'f' and conkey = array[attnum]) as target
      from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
      order by attrelid, attnum`);
    const described = (kind: string) => relations.rows.filter((relation) => relation.kind === kind);
    const tables = described("r").map(({ name, meaning }) => ({
      name,
      meaning,
      columns: columns.rows.filter(({ table }) => table === name).map(toColumn),
      indexes: indexes.rows.filter(({ table }) => table === name),
    }));
    return { tables, views: described("v"), functions: functions.rows };
  } finally {
    await client.end();
  }
}

function toColumn({ table: _, target, meaning, ...column }: ColumnRow): Column {
  const named = REFERENCE.exec(meaning)?.[1];
  return {
    ...column,
    meaning: meaning.replace(PERSONAL, ""),
    personalDataOf: PERSONAL.exec(meaning)?.[1] ?? null,
    reference: target ? { table: target, isEnforced: true } : named ? { table: named, isEnforced: false } : null,
  };
}
