import pg from "pg";
import { serialize } from "pg-protocol";
import type { QuerySqlToken } from "slonik";

type Row = Record<string, QuerySqlToken["values"][number]>;
type Column = { name: string; parse: (text: string) => unknown };

/** The statements that a connection has prepared, by name, and the columns that each returns. */
export type PreparedStatements = Map<string, readonly Column[]>;

const DESCRIBE = serialize.describe({ type: "P" });
const EXECUTE = serialize.execute();
const SYNC = serialize.sync();

/**
 * Sends statements in one piece and resolves, when all have been run, with the rows of each. If one fails, those behind it
 * are not run. Texts are prepared once a connection: they are few, and what differs is in the values.
 *
 * Of node-postgres' own queries each asks for its own answer, even in its pipeline mode: a packet, for which both
 * sides wake up. Here all is answered at once, after one Sync (PostgreSQL documentation, "Extended Query"), and all goes to
 * the socket as one buffer: a hundred small ones, even corked, take a twentieth of a delivery.
 */
export function sendTogether(
  client: pg.Client,
  known: PreparedStatements,
  statements: readonly QuerySqlToken[],
): Promise<Row[][]> {
  const { promise, resolve, reject } = Promise.withResolvers<Row[][]>();
  const answers = statements.map(({ sql }) => {
    const name = nameOf(sql);
    return { name, columns: known.get(name), rows: [] as Row[] };
  });
  let next = 0;
  // What node-postgres wants of a query: to be sent, and then told what comes back.
  client.query({
    submit(connection: pg.Connection) {
      const messages = statements.flatMap(({ sql, values }, index) => {
        const { name, columns } = answers[index] as (typeof answers)[number];
        const bound = serialize.bind({ statement: name, values: values.map(encode) });
        return columns ? [bound, EXECUTE] : [...prepare(name, sql), bound, DESCRIBE, EXECUTE];
      });
      connection.stream.write(Buffer.concat([...messages, SYNC]));
    },
    handleRowDescription({ fields }: { fields: pg.FieldDef[] }) {
      const answer = answers[next];
      if (answer) answer.columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
    },
    handleDataRow({ fields }: { fields: (string | null)[] }) {
      const answer = answers[next];
      const cells = answer?.columns?.map(({ name, parse }, index) => {
        const text = fields[index] ?? null;
        return [name, text === null ? null : parse(text)];
      });
      answer?.rows.push(Object.fromEntries(cells ?? []));
    },
    handleCommandComplete() {
      next++;
    },
    handleReadyForQuery() {
      for (const { name, columns = [] } of answers) known.set(name, columns);
      resolve(answers.map(({ rows }) => rows));
    },
    handleError: reject,
  } as pg.Submittable);
  return promise;
}

const names = new Map<string, string>();

function nameOf(sql: string): string {
  const name = names.get(sql) ?? `ingest ${names.size}`;
  names.set(sql, name);
  return name;
}

/** Those that were sent along with one that failed may have been prepared or not; to close one that is not there is fine. */
function prepare(name: string, sql: string): Buffer[] {
  const text = sql.replaceAll("$slonik_", "$");
  return [serialize.close({ type: "S", name }), serialize.parse({ name, text, types: [] })];
}

function parserOf(dataTypeID: number): (text: string) => unknown {
  return dataTypeID === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(dataTypeID);
}

/** A value as text, in which everything travels but bytes. Arrays, which slonik makes flat, as PostgreSQL writes them. */
function encode(value: unknown): string | Buffer | null {
  if (value === null || typeof value === "string" || value instanceof Buffer) return value;
  if (!Array.isArray(value)) return String(value);
  return `{${value.map((item) => (item === null ? "null" : `"${String(item).replace(/["\\]/g, "\\$&")}"`))}}`;
}
