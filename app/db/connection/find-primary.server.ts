import pg from "pg";
import type { ConnectionOptions } from "#app/db/connection/connection-options.server.ts";

/** The server that took writes last answers at once, or it is gone. */
const SAME_WITHIN_MS = 1_000;
const ANY_WITHIN_MS = 5_000;
const READ_ONLY = "25006";

type Options = ConnectionOptions & { connectionTimeoutMillis?: number | undefined };

/** By the addresses of all servers, the one that took writes last. */
const known = new Map<string, string>();
const searches = new Map<string, Promise<string>>();

/**
 * The address of the server that takes writes, as libpq's `target_session_attrs=read-write`. Where there is one server it is
 * not asked. Otherwise the one that took writes last is asked first, then all of them at the same time.
 * @throws where none takes writes: `isDatabaseAway`, unless one of them refuses for another reason
 */
export async function findPrimary(options: Options): Promise<string> {
  if (!options.servers) return options.connectionString;
  const key = options.servers.join();
  const search = searches.get(key) ?? ask(key, options.servers, options).finally(() => searches.delete(key));
  searches.set(key, search); // those who connect at the same time share the answer
  return search;
}

async function ask(key: string, servers: readonly string[], options: Options): Promise<string> {
  const { connectionTimeoutMillis: patience = ANY_WITHIN_MS } = options;
  const last = known.get(key);
  try {
    if (last) return await requireWrites(last, options, Math.min(patience, SAME_WITHIN_MS));
  } catch {
    known.delete(key);
  }
  const within = Math.min(patience, ANY_WITHIN_MS);
  try {
    const found = await Promise.any(servers.map((server) => requireWrites(server, options, within)));
    known.set(key, found);
    return found;
  } catch (error) {
    const { errors } = error as AggregateError;
    const { isDatabaseAway } = await import("#app/db/connection/is-database-away.server.ts"); // it loads all of slonik
    throw errors.find((one) => !isDatabaseAway(one)) ?? errors[0];
  }
}

async function requireWrites(server: string, options: Options, withinMs: number): Promise<string> {
  const { ssl } = options;
  const limits = { connectionTimeoutMillis: withinMs, query_timeout: withinMs };
  const client = new pg.Client({ connectionString: server, ...(ssl && { ssl }), ...limits });
  client.on("error", () => {}); // it fails the query, too
  try {
    await client.connect();
    const { rows } = await client.query("show transaction_read_only");
    if (rows[0].transaction_read_only === "off") return server;
    throw Object.assign(new Error(`The server ${new URL(server).host} takes no writes.`), { code: READ_ONLY });
  } finally {
    void client.end().catch(() => {}); // waits for the other side, which may be silent
  }
}
