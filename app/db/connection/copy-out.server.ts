import { addAbortSignal, finished, pipeline, Readable, Transform } from "node:stream";
import { ByteLengthQueuingStrategy } from "node:stream/web";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { type FragmentSqlToken, sql } from "slonik";
import { CONNECTIONS } from "#app/db/connection/budget.ts";
import { connectionOptions } from "#app/db/connection/connection-options.server.ts";
import { createPlainPool } from "#app/db/connection/plain-pool.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { askStandby, hasCaughtUp } from "#app/db/connection/standby.server.ts";
import { withSettings } from "#app/db/connection/with-settings.server.ts";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { log } from "#app/log.server.ts";

/** How many copies this process runs at once; each holds a connection beside those of the pool. */
const AT_ONCE = CONNECTIONS.exports;
/** An export takes a while anyway, so it waits this long for the standby to catch up. */
const STANDBY_WITHIN_MS = 2_000;
/** What waits here for a slow reader; the rest waits in PostgreSQL. */
const WAITING_BYTES = 256 * 1024;
/** How much is passed on at once. */
const PIECE_BYTES = 64 * 1024;
/**
 * What the planner shall think it costs to get a row from a parallel worker, instead of 0.1: too much where nearly all rows
 * are wanted, and handing them over takes more processor time than finding them, but not where few of many are.
 */
const PARALLEL_TUPLE_COST = 2;
/** To sort so many rows takes long enough to be avoided, and so does finding them that a second processor helps. */
const MANY_ROWS = 300_000;
/**
 * An index is used while its planned cost is below so many times that of sorting. With the index the first row comes at once;
 * a sort returns nothing before it has read the last row, and ten million rows fill gigabytes of disk. The planner overrates
 * the index, because it cannot tell that rows lie nearly in the order in which they came.
 */
const WORTH_NO_SORT = 4;
/** As of a disk without moving parts, or of memory, where a table is read in about the order of the index. */
const RANDOM_PAGE_COST = 1.1;

const formats = {
  csv: "format csv, header",
  // JSON text holds no control characters, so with these two for marks COPY finds nothing to quote: a line is a row.
  ndjson: "format csv, quote e'\\x01', delimiter e'\\x02'",
};
export type CopyFormat = keyof typeof formats;

export type CopyOrder = {
  format: CopyFormat;
  /** What times are written in. */
  timeZone: string;
  /** Tells this copy from all others, to PostgreSQL too. */
  id: string;
  /** Ends the copy, and its query with it. */
  signal: AbortSignal;
};

/** What came of a copy. `rows` is null where it was not carried to its end. */
export type Copied = { rows: number | null; bytes: number };

export class TooManyCopies extends Error {
  override name = "TooManyCopies";
}

/** The `application_name` under which a copy runs. */
export function copyName(id: string): string {
  return `export ${id}`;
}

function copyPool(isOnStandby: boolean): pg.Pool {
  const where = isOnStandby ? connectionOptions(env().DATABASE_READ_URL) : {};
  return singleton(isOnStandby ? "standby-copy-pool" : "copy-pool", () =>
    createPlainPool({
      ...where,
      max: AT_ONCE,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 10_000,
      allowExitOnIdle: true,
    }),
  );
}

/**
 * Lets PostgreSQL write the rows of `query` as text, and hands that on as it comes: no row becomes an object here, a slow
 * reader slows the database down, and the query of one that leaves is ended. Read-only, without a time limit, and on the standby
 * where one has caught up.
 * @param ended told once, when it is over either way
 * @throws {TooManyCopies} while as many run as may
 */
export async function copyOut(
  query: FragmentSqlToken,
  { format, timeZone, id, signal }: CopyOrder,
  ended: (copied: Copied) => Promise<void>,
): Promise<ReadableStream<Uint8Array>> {
  const isOnStandby = await hasCaughtUp(STANDBY_WITHIN_MS);
  const copies = copyPool(isOnStandby);
  if (copies.totalCount - copies.idleCount >= AT_ONCE) throw new TooManyCopies();
  const client = await copies.connect();
  let select: string;
  try {
    await client.query("begin read only");
    await client.query(
      `select set_config('TimeZone', $1, true), set_config('DateStyle', 'ISO', true),
        set_config('application_name', $2, true), set_config('statement_timeout', '0', true),
        set_config('parallel_tuple_cost', '${PARALLEL_TUPLE_COST}', true),
        set_config('random_page_cost', '${RANDOM_PAGE_COST}', true)`,
      [timeZone, copyName(id)],
    );
    select = await withSettings(client, query);
    await avoidSorting(client, select);
  } catch (error) {
    client.release(true);
    throw error;
  }
  const text = client.query(copyTo(`copy (${select}) to stdout with (${formats[format]})`));
  let bytes = 0;
  text.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  finished(addAbortSignal(signal, text), (fault) => {
    const isWhole = !fault;
    const over = isWhole ? client.query("commit") : terminate(id, isOnStandby);
    over
      .finally(() => client.release(!isWhole))
      .then(() => ended({ rows: isWhole ? text.rowCount : null, bytes }))
      .catch((error) => log().error({ err: error }, "the end of an export could not be filed"));
  });
  return Readable.toWeb(pipeline(text, inLargePieces(), ignoreFault), {
    strategy: new ByteLengthQueuingStrategy({ highWaterMark: WAITING_BYTES }),
  }) as ReadableStream<Uint8Array>;
}

/** Has PostgreSQL read many rows in the order in which they are wanted, where that is worth it; until the transaction ends. */
async function avoidSorting(client: pg.ClientBase, select: string): Promise<void> {
  const plan = async () => {
    const { rows } = await client.query(`explain (format json) ${select}`);
    return rows[0]["QUERY PLAN"][0].Plan as { "Plan Rows": number; "Total Cost": number };
  };
  const sorted = await plan();
  if (sorted["Plan Rows"] < MANY_ROWS) return;
  await client.query("savepoint as_it_was; set local enable_sort = off; set local parallel_tuple_cost to default");
  const unsorted = await plan();
  if (unsorted["Total Cost"] > WORTH_NO_SORT * sorted["Total Cost"]) await client.query("rollback to as_it_was");
}

/** PostgreSQL writes 8 KiB at a time; each piece that continues from here costs the same, however large it is. */
function inLargePieces(): Transform {
  let waiting: Buffer[] = [];
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting.push(chunk);
      bytes += chunk.length;
      if (bytes < PIECE_BYTES) return done();
      const piece = Buffer.concat(waiting, bytes);
      waiting = [];
      bytes = 0;
      done(null, piece);
    },
    flush(done) {
      done(null, Buffer.concat(waiting, bytes));
    },
  });
}

/** The reader is told, and so is `finished`. */
function ignoreFault() {}

/** A backend that waits for its reader hears no cancellation, so its connection goes too. */
async function terminate(id: string, isOnStandby: boolean): Promise<void> {
  const statement = sql.unsafe`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = ${copyName(id)} and datname = current_database()`;
  await (isOnStandby ? askStandby(statement) : (await pool()).query(statement));
}
