import type { Socket } from "node:net";
import pg from "pg";
import type { QuerySqlToken } from "slonik";
import { connectionOptions } from "#app/db/connection-options.server.ts";
import { databaseWentAway } from "#app/db/database-circuit.server.ts";
import { checkRow } from "#app/db/pool.server.ts";
import type { Reader, Statement } from "#app/db/statement.server.ts";

/** What a transaction is to write, and what to return once that is committed. */
export type Prepared<Result> = { statements: readonly Statement[]; result: Result };

/** A connection of its own, for one transaction at a time. Idle it keeps no process from ending. */
export type Pipeline = {
  /**
   * Lets `prepare` read, then writes what it wants written, and resolves after the commit. Statements do not wait for the
   * answers of earlier ones, so all that `prepare` reads at once and the begin before it are one round trip, all that is
   * written and the commit another. Repeated, `prepare` too, after a deadlock or serialization failure.
   */
  transaction: <Result>(prepare: (db: Reader) => Promise<Prepared<Result>>) => Promise<Result>;
  /** Hangs up, whatever is under way. The pipeline is of no use any more. */
  destroy: () => void;
};

const MOST_TRIES = 5;
const CONNECT_WITHIN_MS = 10_000;
const STATEMENT_WITHIN_MS = 30_000;

// A prepared statement keeps its plan. One made while the tables were small would read them whole for ever after. Left to
// itself PostgreSQL would rather plan anew, for every single row, and inside of triggers and functions, too.
const BEGIN = `begin; set local plan_cache_mode = force_generic_plan;
  set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off`;

/** Makes a pipeline, which connects when it is first used, and again after its connection broke. */
export function createPipeline(): Pipeline {
  let client: pg.Client | null = null;
  let isDestroyed = false;

  async function connected(): Promise<pg.Client> {
    if (isDestroyed) throw databaseWentAway();
    if (client) return client;
    const fresh = await connect();
    const forget = () => {
      if (client === fresh) client = null;
    };
    fresh.on("error", forget).on("end", forget);
    client = fresh;
    return fresh;
  }

  async function attempt<Result>(prepare: (db: Reader) => Promise<Prepared<Result>>): Promise<Result> {
    const at = await connected();
    socketOf(at).ref();
    const [begun, preparing] = inOnePiece(at, () => [at.query(BEGIN), prepare(readerOf(at))] as const);
    begun.catch(() => {}); // it may fail a while before the reads do, and only then is it waited for
    try {
      const { statements, result } = await preparing;
      const written = inOnePiece(at, () => [...statements.map((statement) => run(at, statement)), at.query("commit")]);
      await Promise.all([begun, ...written]);
      return result;
    } catch (error) {
      // Waited for: until each failure is in, the driver takes a statement that failed to be prepared for prepared.
      await at.query("rollback").catch(() => {}); // nothing is left to roll back where the connection broke
      throw error;
    } finally {
      socketOf(at).unref();
    }
  }

  return {
    async transaction(prepare) {
      for (let tries = 1; ; tries++) {
        try {
          return await attempt(prepare);
        } catch (error) {
          if (tries >= MOST_TRIES || !isConflict(error)) throw error;
        }
      }
    },
    destroy() {
      isDestroyed = true;
      client?.connection.stream.destroy(); // end() would wait for answers that may never come
    },
  };
}

/** Plain or TLS, it is a socket. */
function socketOf(client: pg.Client): Socket {
  return client.connection.stream as Socket;
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({
    ...connectionOptions(),
    pipeline: true,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    statement_timeout: STATEMENT_WITHIN_MS,
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  client.on("error", () => {}); // it fails the statements, too
  await client.connect();
  return client;
}

const prepared = new Map<string, { name: string; text: string }>();

/** Statements are prepared once a connection: their texts are few, and what differs is in the values. */
function run(client: pg.Client, { sql, values }: QuerySqlToken): Promise<pg.QueryResult> {
  const known = prepared.get(sql) ?? { name: `ingest ${prepared.size}`, text: sql.replaceAll("$slonik_", "$") };
  prepared.set(sql, known);
  return client.query({ ...known, values: [...values] });
}

/** Whatever `send` sends leaves together: a packet for each statement would wake PostgreSQL up as often. */
function inOnePiece<T>(client: pg.Client, send: () => T): T {
  const socket = socketOf(client);
  socket.cork();
  try {
    return send();
  } finally {
    socket.uncork();
  }
}

function readerOf(client: pg.Client): Reader {
  return {
    any: async (query) => (await run(client, query)).rows.map((row) => checkRow(query.parser, query, row)),
  };
}

/** SQLSTATE class 40: somebody else was in the way, and trying again may well succeed. */
function isConflict(error: unknown): boolean {
  return /^40/.test(String((error as { code?: unknown }).code));
}
