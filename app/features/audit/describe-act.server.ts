import { type AuditLink, auditLink, auditWords } from "#app/lib/audit-actions.ts";

/** An act with its words, and a link to what it was done to. */
export type Described<T> = T & { words: string; link: AuditLink | null };

/** Adds the words and the link of an act on the server, so that a page need not load the table of all actions. */
export function describeAct<T extends { id: number; action: string; target: string | null }>(act: T): Described<T> {
  return { ...act, words: auditWords(act.action), link: auditLink(act) };
}
