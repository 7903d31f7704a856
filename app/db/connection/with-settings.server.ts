import type pg from "pg";
import type { FragmentSqlToken } from "slonik";

const STATEMENT = "typed_by_postgresql";

const settingOf = (number: number) => `portal.value_${number}`;

/**
 * The text of `query` for a statement that takes no parameters, such as COPY. It reads its values from settings of the
 * transaction, so that no log of PostgreSQL's and no list of what runs shows them.
 * @throws {TypeError} where a placeholder has no value
 */
export async function withSettings(
  client: pg.ClientBase,
  query: Pick<FragmentSqlToken, "sql" | "values">,
): Promise<string> {
  const values: readonly unknown[] = query.values;
  const replace = (write: (number: number) => string) =>
    query.sql.replace(/\$slonik_(\d+)/g, (placeholder, digits) => {
      const number = Number(digits);
      if (!(number - 1 in values)) throw new TypeError(`${placeholder} has no value.`);
      return write(number);
    });
  const text = replace((number) => `$${number}`);
  if (values.length === 0) return text;
  const types = await typesOf(client, text);
  const set = types.map((type, index) => `set_config('${settingOf(index + 1)}', ($${index + 1}::${type})::text, true)`);
  await client.query(`select ${set.join(", ")}`, [...values]);
  return replace((number) => {
    const type = types[number - 1];
    // A setting cannot be null.
    return values[number - 1] === null ? `null::${type}` : `current_setting('${settingOf(number)}')::${type}`;
  });
}

/** What PostgreSQL takes the parameters for. */
async function typesOf(client: pg.ClientBase, text: string): Promise<string[]> {
  await client.query(`prepare ${STATEMENT} as ${text}`);
  const { rows } = await client.query(
    "select parameter_types::text[] as types from pg_prepared_statements where name = $1",
    [STATEMENT],
  );
  await client.query(`deallocate ${STATEMENT}`);
  return rows[0].types;
}
