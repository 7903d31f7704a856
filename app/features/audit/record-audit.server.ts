import type { Database } from "#app/db/connection/pool.server.ts";
import {
  insertAuditEntry,
  insertAuditEntryOnce,
  type NewAuditEntry,
} from "#app/db/people/insert-audit-entry.server.ts";

/** One action of a person. */
export type AuditEntry = NewAuditEntry;

/** Files who did what. Inside a transaction it is kept exactly if the action is. @returns the entry's number */
export function recordAudit(db: Database, entry: AuditEntry): Promise<number> {
  return insertAuditEntry(db, entry);
}

/**
 * Files an action that a browser repeats while a person does it once, such as asking for the parts of a recording, or one
 * with which a stranger could fill the log: at most one entry of the same, from the same address, in ten minutes.
 */
export function recordAuditOnce(db: Database, entry: AuditEntry): Promise<void> {
  return insertAuditEntryOnce(db, entry);
}
