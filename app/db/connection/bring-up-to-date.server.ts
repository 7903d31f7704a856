import type pg from "pg";
import {
  type ConnectionOptions,
  connectionOptions,
  ownerConnectionOptions,
} from "#app/db/connection/connection-options.server.ts";
import { createIfMissing } from "#app/db/connection/create-if-missing.server.ts";
import { grantRights } from "#app/db/connection/grant-rights.server.ts";
import { installJobQueueAs } from "#app/db/connection/install-job-queue.server.ts";
import { migrate } from "#app/db/connection/migrate.server.ts";
import { PrimaryClient } from "#app/db/connection/primary-client.server.ts";

type Roles = {
  /** Owns the tables. */
  owner?: ConnectionOptions;
  /** As which the portal signs in. */
  app?: ConnectionOptions;
};

/** What it means that the portal signs in as the owner. */
export const OWNER_CAN = "owns its tables, so anyone who gets hold of it can change the audit log";

export type UpToDate = {
  /** The names of the migrations that were run. */
  ran: string[];
  /** Whether the portal signs in as the owner of the tables, or as a role that may do the same. */
  isOwner: boolean;
};

/**
 * Brings the database up to this code as the role that owns it: our tables, the job queue's own schema, and the rights of the
 * portal's role, if that is another one.
 */
export async function bringUpToDate({
  owner = ownerConnectionOptions(),
  app = connectionOptions(),
}: Roles = {}): Promise<UpToDate> {
  const ran = await migrate(owner);
  await installJobQueueAs(owner);
  const isOneRole = new URL(app.connectionString).username === new URL(owner.connectionString).username;
  if (isOneRole) return { ran, ...(await describeRole(app)) };
  return withClient(owner, async (client) => {
    await createIfMissing(client, app);
    const { role, isOwner } = await describeRole(app);
    if (!isOwner) await grantRights(client, role);
    return { ran, isOwner };
  });
}

/** @throws where it cannot sign in */
function describeRole(app: ConnectionOptions): Promise<{ role: string; isOwner: boolean }> {
  return withClient(app, async (client) => {
    const { rows } = await client.query(`
      select current_user as role, pg_has_role(relowner, 'member') as "isOwner"
      from pg_class where oid = 'audit_log'::regclass`);
    return rows[0];
  });
}

async function withClient<Result>(options: ConnectionOptions, work: (client: pg.Client) => Promise<Result>) {
  const client = new PrimaryClient(options);
  client.on("error", () => {}); // it fails the query, too
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
