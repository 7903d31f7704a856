import type { Database } from "#app/db/connection/pool.server.ts";
import { acceptRows, type ChosenDifferences, reopenRows } from "#app/db/ledger/fixable-differences.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { applyDifferences } from "#app/features/ledger/apply-differences.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import type { AuditAction } from "#app/lib/audit-actions.ts";
import type { FixResult } from "#app/lib/ledger-words.ts";

/** Which differences, and what the list of exactly these is asked by; `query` is null for a selection. */
export type Choice = { chosen: ChosenDifferences; query: string | null };

/** Applies Convoso's row of one difference now. @returns what came of it; "settled" where it is no longer open */
export async function fixDifference(db: Database, id: number, { actor, sourceAddress }: Admin): Promise<FixResult> {
  const [fixed] = await applyDifferences(db, [id], actor, async (transaction, [one]) => {
    if (!one?.callId) return;
    const details = { result: one.result };
    await recordAudit(transaction, { actor, sourceAddress, action: "fix difference", target: one.callId, details });
  });
  return fixed?.result ?? "settled";
}

/** Lets the chosen open differences stay, until they change. @returns how many */
export function acceptDifferences(db: Database, choice: Choice, note: string, admin: Admin): Promise<number> {
  return settle(db, choice, admin, "accept differences", (transaction) =>
    acceptRows(transaction, choice.chosen, { by: admin.actor, note }),
  );
}

/** Takes the acceptance of the chosen differences back. @returns how many */
export function reopenDifferences(db: Database, choice: Choice, admin: Admin): Promise<number> {
  return settle(db, choice, admin, "reopen differences", (transaction) => reopenRows(transaction, choice.chosen));
}

async function settle(
  db: Database,
  { query }: Choice,
  { actor, sourceAddress }: Admin,
  action: AuditAction,
  work: (transaction: Database) => Promise<number>,
): Promise<number> {
  const count = await db.transaction(async (transaction) => {
    const differences = await work(transaction);
    const details = query ? { query, differences } : { differences };
    if (differences > 0) await recordAudit(transaction, { actor, sourceAddress, action, details });
    return differences;
  });
  announceChange("ledger");
  return count;
}
