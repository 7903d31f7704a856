import pg from "pg";
import type { ConnectionOptions } from "#app/db/connection/connection-options.server.ts";
import { scramVerifier } from "#app/lib/scram-verifier.server.ts";

/** Makes the role as which the portal signs in, with its password, where there is none and the owner may make roles. */
export async function createIfMissing(owner: pg.ClientBase, app: ConnectionOptions): Promise<void> {
  const url = new URL(app.connectionString);
  const [name, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const { rows } = await owner.query(
    `select exists (select from pg_roles where rolname = $1) as exists, rolsuper or rolcreaterole as "mayCreate"
     from pg_roles where rolname = current_user`,
    [name],
  );
  if (name === "" || rows[0].exists || !rows[0].mayCreate) return;
  await owner.query(
    `create role ${pg.escapeIdentifier(name)} login password ${pg.escapeLiteral(scramVerifier(password))}`,
  );
}
