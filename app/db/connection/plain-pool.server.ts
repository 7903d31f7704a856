import pg from "pg";
import { connectionOptions } from "#app/db/connection/connection-options.server.ts";
import { PrimaryClient } from "#app/db/connection/primary-client.server.ts";

/** A node-postgres pool, for libraries that bring their own SQL. A connection that breaks while idle is replaced. */
export function createPlainPool(options: pg.PoolConfig): pg.Pool {
  const where = options.connectionString === undefined ? connectionOptions() : {};
  const Client = PrimaryClient as unknown as new () => pg.ClientBase; // it gets the options, says node-postgres' code
  const created = new pg.Pool({ ...where, ...options, Client });
  // Without listeners a connection that breaks while idle would end the process. A query on it still fails.
  created.on("error", () => {});
  created.on("connect", (client) => client.on("error", () => {}));
  return created;
}
