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

/**
 * Files what a browser asks for many times when a person does it once, such as the parts of a recording, or what a
 * stranger could fill the log with: one entry of the same, from the same address, within ten minutes.
 */
export async function recordAuditOnce(db: Database, entry: AuditEntry): Promise<void> {
  const { actor, action, target = null, details = {}, sourceAddress = null } = entry;
  await db.query(sql.unsafe`
    insert into audit_log (actor, action, target, details, source_address)
    select ${actor}, ${action}, ${target}, ${JSON.stringify(details)}::jsonb, ${sourceAddress}
    where not exists (
      select from audit_log
      where actor = ${actor} and action = ${action} and target is not distinct from ${target}
        and source_address is not distinct from ${sourceAddress} and at > now() - interval '10 minutes'
    )`);
}
