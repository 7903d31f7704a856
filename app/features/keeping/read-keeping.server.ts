import type { Database } from "#app/db/connection/pool.server.ts";
import { listHoldsOfCall } from "#app/db/keeping/holds.server.ts";
import { listRules } from "#app/db/keeping/retention-rules.server.ts";
import { findKept } from "#app/db/keeping/ruled-recordings.server.ts";
import { keepWords } from "#app/lib/keep-words.ts";

/**
 * How long a call's recordings are kept: until when (null: forever), by which rule (null: none) in words, and what holds the
 * call is under. `isInArchive`: the archive has a recording of it, or is to have one.
 */
export type Keeping = {
  isInArchive: boolean;
  until: Date | null;
  rule: { name: string; keep: string } | null;
  holds: { id: number; name: string }[];
};

export async function readKeeping(db: Database, callId: string): Promise<Keeping> {
  const [rules, found] = await Promise.all([listRules(db), listHoldsOfCall(db, callId)]);
  const kept = await findKept(db, rules, callId);
  const rule = kept?.rule == null ? undefined : rules[kept.rule];
  return {
    isInArchive: kept !== null,
    until: kept?.until ?? null,
    rule: rule ? { name: rule.name, keep: keepWords(rule) } : null,
    holds: found.map(({ id, name }) => ({ id, name })),
  };
}
