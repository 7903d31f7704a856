import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { AuditAction } from "#app/lib/audit-actions.ts";

/** A row for `audit_log`. `target`: what it was done to, as {@link AuditAction} means it. */
export type NewAuditEntry = {
  actor: string;
  action: AuditAction;
  target?: string | null;
  details?: Record<string, unknown>;
  sourceAddress?: string | null;
};

const Id = z.object({ id: z.number() });

/** Appends an entry. @returns its number */
export async function insertAuditEntry(db: Database, entry: NewAuditEntry): Promise<number> {
  return db.oneFirst(sql.type(Id)`
    insert into audit_log (actor, action, target, details, source_address)
    values (${entry.actor}, ${entry.action}, ${entry.target ?? null}, ${JSON.stringify(entry.details ?? {})}::jsonb,
      ${entry.sourceAddress ?? null})
    returning id`);
}

/** Appends an entry unless there was one of the same, from the same address, about the same recording, within ten minutes. */
export async function insertAuditEntryOnce(db: Database, entry: NewAuditEntry): Promise<void> {
  const { actor, action, target = null, details = {}, sourceAddress = null } = entry;
  await db.query(sql.unsafe`
    insert into audit_log (actor, action, target, details, source_address)
    select ${actor}, ${action}, ${target}, ${JSON.stringify(details)}::jsonb, ${sourceAddress}
    where not exists (
      select from audit_log
      where actor = ${actor} and action = ${action} and target is not distinct from ${target}
        and source_address is not distinct from ${sourceAddress}
        and details->'recording' is not distinct from ${JSON.stringify(details)}::jsonb->'recording' and at > now() - interval '10 minutes'
    )`);
}
