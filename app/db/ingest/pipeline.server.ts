import type { Socket } from "node:net";
import type pg from "pg";
import { sql } from "slonik";
import { connectionOptions, sessionLimit } from "#app/db/connection/connection-options.server.ts";
import { databaseWentAway } from "#app/db/connection/database-circuit.server.ts";
import { checkRow } from "#app/db/connection/pool.server.ts";
import { PrimaryClient } from "#app/db/connection/primary-client.server.ts";
import type { Plan, Reader, Statement } from "#app/db/connection/statement.server.ts";
import { type PreparedStatements, sendTogether } from "#app/db/ingest/send-together.server.ts";

type Connection = { client: pg.Client; known: PreparedStatements };

/** Its own connection, for one transaction at a time. Idle it keeps no process from ending. */
export type Pipeline = {
  /**
   * Lets `plan` read, then writes what it wants written, and resolves after the commit. Statements do not wait for the
   * answers of earlier ones, so all that `plan` reads at once and the begin before it are one round trip, all that is
   * written and the commit another. Repeated, `plan` too, after a deadlock or serialization failure.
   */
  transaction: <Result>(plan: (db: Reader) => Promise<Plan<Result>>) => Promise<Result>;
  /** Hangs up, whatever is under way. The pipeline is of no use any more. */
  destroy: () => void;
};

const MOST_TRIES = 5;
const CONNECT_WITHIN_MS = 10_000;
const STATEMENT_WITHIN_MS = 30_000;

// A prepared statement keeps its plan. One made while the tables were small would read them whole forever after. Left to
// itself PostgreSQL would rather plan again, for every single row, and inside of triggers and functions, too.
const BEGIN = [
  sql.unsafe`begin`,
  sql.unsafe`
    select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
      set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
];
const COMMIT = sql.unsafe`commit`;

/** Makes a pipeline, which connects when it is first used, and again after its connection broke. */
export function createPipeline(): Pipeline {
  let connection: Connection | null = null;
  let isDestroyed = false;

  async function connected(): Promise<Connection> {
    if (isDestroyed) throw databaseWentAway();
    if (connection) return connection;
    const fresh = { client: await connect(), known: new Map() };
    const forget = () => {
      if (connection === fresh) connection = null;
    };
    fresh.client.on("error", forget).on("end", forget);
    connection = fresh;
    return fresh;
  }

  async function attempt<Result>(plan: (db: Reader) => Promise<Plan<Result>>): Promise<Result> {
    const { client, known } = await connected();
    const socket = client.connection.stream as Socket; // plain or TLS
    socket.ref();
    let first: readonly Statement[] = BEGIN; // travels with whatever comes first
    const send = async (statements: readonly Statement[]) => {
      const before = first;
      first = [];
      return (await sendTogether(client, known, [...before, ...statements])).slice(before.length);
    };
    try {
      const { statements, result } = await plan(readerOf(send));
      await send([...statements, COMMIT]);
      return result;
    } catch (error) {
      await client.query("rollback").catch(() => {}); // nothing is left to roll back where the connection broke
      throw error;
    } finally {
      socket.unref();
    }
  }

  return {
    async transaction(plan) {
      for (let tries = 1; ; tries++) {
        try {
          return await attempt(plan);
        } catch (error) {
          if (tries >= MOST_TRIES || !isConflict(error)) throw error;
        }
      }
    },
    destroy() {
      isDestroyed = true;
      connection?.client.connection.stream.destroy(); // end() would wait for answers that may never come
    },
  };
}

async function connect(): Promise<pg.Client> {
  const client = new PrimaryClient({
    ...connectionOptions(),
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    statement_timeout: sessionLimit(STATEMENT_WITHIN_MS) ?? false,
  });
  client.on("error", () => {}); // it fails the statements, too
  await client.connect();
  return client;
}

/** All that is asked for at once is sent together. */
function readerOf(send: (statements: readonly Statement[]) => ReturnType<typeof sendTogether>): Reader {
  let asked: Statement[] = [];
  let answers: ReturnType<typeof send> | undefined;
  const sendAsked = async () => {
    await null; // until all have asked
    const statements = asked;
    asked = [];
    answers = undefined;
    return send(statements);
  };
  return {
    any: async (query) => {
      const index = asked.push(query) - 1;
      answers ??= sendAsked();
      const rows = (await answers)[index] ?? [];
      return rows.map((row) => checkRow(query.parser, query, row));
    },
  };
}

/** SQLSTATE class 40: somebody else was in the way, and trying again may well succeed. */
function isConflict(error: unknown): boolean {
  return /^40/.test(String((error as { code?: unknown }).code));
}
