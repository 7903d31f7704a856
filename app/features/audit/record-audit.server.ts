import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

/** One action of a person: `action` is a verb phrase such as "export leads", `target` the row or filter it was done to. */
export type AuditEntry = {
  actor: string;
  action: string;
  target?: string | null;
  details?: Record<string, unknown>;
  sourceAddress?: string | null;
};

const Id = z.object({ id: z.number() });

/** Files who did what. Inside a transaction it is kept exactly if the action is. @returns the entry's number */
export async function recordAudit(db: Database, entry: AuditEntry): Promise<number> {
  return db.oneFirst(sql.type(Id)`
    insert into audit_log (actor, action, target, details, source_address)
    values (${entry.actor}, ${entry.action}, ${entry.target ?? null}, ${JSON.stringify(entry.details ?? {})}::jsonb,
      ${entry.sourceAddress ?? null})
    returning id`);
}
