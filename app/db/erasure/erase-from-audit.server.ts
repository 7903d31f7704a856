import { sql } from "slonik";
import type { Database } from "#app/db/connection/pool.server.ts";

/**
 * Empties entries of the audit log in which the pattern is found, and writes the certificate of the erasure, which names
 * them and holds `facts`. The owner of the tables does it for the portal's role (migrations/022_roles.sql).
 * @throws where the erasure is not under way, or has its certificate
 */
export async function eraseFromAudit(
  db: Database,
  {
    erasureId,
    entryIds,
    pattern,
    facts,
  }: { erasureId: number; entryIds: readonly string[]; pattern: string; facts: object },
): Promise<void> {
  await db.query(sql.unsafe`
    select erase_from_audit(
      ${erasureId}, ${sql.array([...entryIds], "int8")}, ${pattern}, ${JSON.stringify(facts)}::jsonb)`);
}
