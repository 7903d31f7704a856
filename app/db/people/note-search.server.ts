import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { insertAuditEntry, type NewAuditEntry } from "#app/db/people/insert-audit-entry.server.ts";
import type { AuditAction } from "#app/lib/audit-actions.ts";

const ACTION = "search for person" satisfies AuditAction;

const Known = z.object({ is_same: z.boolean(), count: z.number() });

/**
 * Appends the entry of a search for a person, unless the same person searched for the same within the hour.
 * @param most different searches within an hour, counted for all processes
 * @returns false where that would be one too many: nothing is appended then
 */
export async function noteSearch(
  db: Database,
  { actor, target, sourceAddress }: Pick<NewAuditEntry, "actor" | "sourceAddress"> & { target: string },
  most: number,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    await transaction.query(sql.unsafe`select pg_advisory_xact_lock(hashtextextended(${`${ACTION} ${actor}`}, 0))`);
    const { is_same, count } = await transaction.one(sql.type(Known)`
      select coalesce(bool_or(target = ${target}), false) as is_same, count(*) as count
      from audit_log
      where actor = ${actor} and at > now() - interval '1 hour' and action = ${ACTION}`);
    if (is_same) return true;
    if (count >= most) return false;
    await insertAuditEntry(transaction, { actor, action: ACTION, target, sourceAddress: sourceAddress ?? null });
    return true;
  });
}
