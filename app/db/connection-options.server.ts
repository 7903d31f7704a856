import { env } from "#app/env.server.ts";

/**
 * TLS in production, with the server's certificate checked; off for a server on this machine, and where the URL says
 * `sslmode=disable` (a private network, such as Compose's own). `sslmode=no-verify` encrypts without the check.
 */
function tlsFor(url: URL): { rejectUnauthorized: boolean } | undefined {
  const mode = url.searchParams.get("sslmode");
  const isLocal = ["localhost", "127.0.0.1", "[::1]", ""].includes(url.hostname);
  if (mode === "disable" || (mode === null && (isLocal || env().NODE_ENV !== "production"))) return undefined;
  return { rejectUnauthorized: mode !== "no-verify" };
}

/** Where the database is and how to reach it, for node-postgres (the job queue, migrations) as for slonik. */
export function connectionOptions(): { connectionString: string; ssl?: { rejectUnauthorized: boolean } } {
  const url = new URL(env().DATABASE_URL);
  const ssl = tlsFor(url);
  url.searchParams.delete("sslmode"); // decided above; each driver reads it in a way of its own
  return { connectionString: url.href, ...(ssl && { ssl }) };
}
