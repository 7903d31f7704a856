import {
  type CommonQueryMethods,
  createPool,
  type DatabasePool,
  type Interceptor,
  type QuerySqlToken,
  SchemaValidationError,
} from "slonik";
import {
  type ConnectionOptions,
  connectionOptions,
  sessionLimit,
} from "#app/db/connection/connection-options.server.ts";
import { digestKeyFirst } from "#app/db/connection/digest-key.server.ts";
import { primaryDriver } from "#app/db/connection/primary-driver.server.ts";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** Anything that can run a query: the pool, or a transaction that the caller holds. */
export type Database = CommonQueryMethods;

type Row = Parameters<NonNullable<Interceptor["transformRow"]>>[2];
type Parser = QuerySqlToken["parser"];

/** Checks a row of a `sql.type(schema)` query against its schema, so that a type is never only a claim. */
export function checkRow(parser: Parser, query: { sql: string; values: QuerySqlToken["values"] }, row: Row): Row {
  const result = parser["~standard"].validate(row);
  if (result instanceof Promise) throw new TypeError("A row schema must be synchronous.");
  if (result.issues) throw new SchemaValidationError(query, row, result.issues);
  return result.value as Row;
}

const checkRows: Interceptor = {
  name: "check-rows",
  transformRow: ({ resultParser }, query, row) => (resultParser ? checkRow(resultParser, query, row) : row),
};

/** One choice for the whole app: bigint as number (our ids stay far below 2^53), timestamptz as Date. */
const typeParsers = [
  { name: "int8", parse: Number },
  { name: "timestamptz", parse: (text: string) => new Date(text) },
];

/**
 * The connection pool of this process: at most DATABASE_POOL_SIZE connections, at least 2, closed after 30 s idle, 10 s to connect.
 * slonik repeats a statement after a deadlock or serialization failure; `retryWhileAway` repeats after a lost connection.
 */
export function pool(): Promise<DatabasePool> {
  return singleton("pool", () => openPool(connectionOptions(), { minPoolSize: 2, connectionTimeout: 10_000 }));
}

/**
 * Connections to the standby of DATABASE_READ_URL, as many as those of {@link pool}. `readSomewhere` says when. What the standby
 * cancels is not repeated there: the primary reads it.
 */
export function standbyPool(): Promise<DatabasePool> {
  const limits = { minPoolSize: 0, connectionTimeout: 2_000, queryRetryLimit: 0 };
  return singleton("pool of the standby", () => openPool(connectionOptions(env().DATABASE_READ_URL), limits));
}

async function openPool(
  { connectionString, servers, ssl }: ConnectionOptions,
  limits: { minPoolSize: number; connectionTimeout: number; queryRetryLimit?: number },
): Promise<DatabasePool> {
  const created = await createPool(connectionString, {
    ...limits,
    captureStackTrace: false,
    connectionRetryLimit: 1,
    idleInTransactionSessionTimeout: sessionLimit(60_000) ?? "DISABLE_TIMEOUT",
    idleTimeout: 30_000,
    interceptors: [checkRows, digestKeyFirst],
    maxPoolSize: env().DATABASE_POOL_SIZE,
    // We never leave session state behind, so a released connection needs no DISCARD ALL (a round trip each time).
    resetConnection: async () => {},
    statementTimeout: sessionLimit(30_000) ?? "DISABLE_TIMEOUT",
    typeParsers,
    ...(servers && { driverFactory: primaryDriver(servers) }),
    ...(ssl && { ssl }),
  });
  // A connection that breaks while idle is replaced by the next query; without a listener it would end the process.
  created.on("error", () => {});
  openPools().push(created);
  return created;
}

const openPools = () => singleton("open pools", (): DatabasePool[] => []);

/** The pool as the health page shows it. `waitingCount`: callers that wait for a connection. */
export type PoolState = { totalCount: number; idleCount: number; waitingCount: number };

/** The live numbers of {@link pool}. */
export async function poolState(): Promise<PoolState> {
  const state = (await pool()).state();
  return {
    totalCount: state.acquiredConnections + state.idleConnections + state.pendingConnections,
    idleCount: state.idleConnections,
    waitingCount: state.waitingClients,
  };
}

/** Closes every connection; the process can then end. */
export async function closePool(): Promise<void> {
  await pool(); // it may be opening
  await Promise.all(openPools().map((one) => one.end()));
}
