import { type AuditLink, auditLink, auditWords } from "#app/lib/audit-actions.ts";

/** Adds the words and the link of an act on the server, so that a page need not load the table of all actions. */
export function describeAct<T extends { id: number; action: string; target: string | null }>(
  act: T,
): T & { words: string; link: AuditLink | null } {
  return { ...act, words: auditWords(act.action), link: auditLink(act) };
}
