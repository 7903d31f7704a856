import type { ConnectionOptions as TlsOptions } from "node:tls";
import { type Env, env } from "#app/env.server.ts";
import { serverAddresses } from "#app/lib/server-addresses.ts";

export type ConnectionOptions = {
  /** Of the first server. */
  connectionString: string;
  /** All servers, where there are several. The one that takes writes is meant. */
  servers?: string[];
  ssl?: TlsOptions;
};

/** What this module decides, and drivers read each in its own way or not at all. */
const OURS = ["sslmode", "target_session_attrs", "channel_binding"];

/**
 * TLS as libpq means `sslmode`. Without it, in production: with the certificate and its name checked, except on this
 * machine. `no-verify` is node-postgres' own word for `require`.
 */
function tlsFor(urls: readonly URL[], { NODE_ENV, DATABASE_CA: ca }: Env): TlsOptions | undefined {
  const isLocal = urls.every(({ hostname }) => ["localhost", "127.0.0.1", "[::1]", ""].includes(hostname));
  const unsaid = ca || (!isLocal && NODE_ENV === "production") ? "verify-full" : "disable";
  switch (urls[0]?.searchParams.get("sslmode") ?? unsaid) {
    case "disable":
      return undefined;
    case "verify-full":
      return { rejectUnauthorized: true, ...(ca && { ca }) };
    case "verify-ca":
      return { rejectUnauthorized: true, checkServerIdentity: () => undefined, ...(ca && { ca }) };
    case "require": // "If a root CA file is present, behaves as verify-ca", says libpq
      return ca
        ? { rejectUnauthorized: true, checkServerIdentity: () => undefined, ca }
        : { rejectUnauthorized: false };
    default: // allow, prefer, no-verify: never without TLS, since node-postgres cannot try it first
      return { rejectUnauthorized: false };
  }
}

/** Where the database is and how to reach it, for node-postgres (the job queue, migrations) as for slonik. */
export function connectionOptions(address: string = env().DATABASE_URL): ConnectionOptions {
  const urls = serverAddresses(address).map((one) => new URL(one));
  const ssl = tlsFor(urls, env());
  for (const { searchParams } of urls) for (const name of OURS) searchParams.delete(name);
  const servers = urls.map(({ href }) => href);
  return { connectionString: servers[0] as string, ...(servers.length > 1 && { servers }), ...(ssl && { ssl }) };
}

/** The same past a connection pooler, for what wants one server connection to itself: to listen, and to change tables. */
export function directConnectionOptions(): ConnectionOptions {
  return connectionOptions(env().DATABASE_DIRECT_URL);
}

/** The same for the role that owns the tables: the portal's own role, unless MIGRATION_DATABASE_URL names another. */
export function ownerConnectionOptions(): ConnectionOptions {
  return connectionOptions(env().MIGRATION_DATABASE_URL ?? env().DATABASE_DIRECT_URL);
}

/** What the server shall apply to a session, which a pooler such as PgBouncer refuses to be told when a connection starts. */
export function sessionLimit(milliseconds: number): number | undefined {
  return env().DATABASE_DIRECT_URL ? undefined : milliseconds;
}
