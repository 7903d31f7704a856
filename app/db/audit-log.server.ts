import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

/** What somebody did in the portal. */
export const AuditEntry = z.object({
  id: z.number(),
  at: z.date(),
  actor: z.string(),
  action: z.string(),
  target: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The latest entries, newest first. */
export function listLatestAudit(db: Database, limit: number): Promise<readonly AuditEntry[]> {
  return db.any(sql.type(AuditEntry)`
    select id, at, actor, action, target from audit_log order by id desc limit ${limit}`);
}

const Certificate = z.object({
  id: z.number(),
  at: z.date(),
  actor: z.string(),
  details: z.object({
    leads: z.number(),
    calls: z.number(),
    deliveries: z.number(),
    recordingSearches: z.number(),
    auditEntries: z.number(),
    phone_digest: z.string(),
  }),
});
export type Certificate = z.infer<typeof Certificate>;

/** The entry that an erasure left, or null. */
export function findErasure(db: Database, id: number): Promise<Certificate | null> {
  return db.maybeOne(sql.type(Certificate)`
    select id, at, actor, details from audit_log where id = ${id} and action = 'erase person'`);
}
