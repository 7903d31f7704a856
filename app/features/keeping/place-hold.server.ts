import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findOpenHold, type HoldTarget, insertHeld, insertHold } from "#app/db/keeping/holds.server.ts";
import { lockKeeping } from "#app/db/keeping/lock-keeping.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";

const line = (max: number, error: string) => z.string().trim().min(1, error).max(max);

/** What somebody says of a hold. */
export const HoldForm = z.object({
  name: line(100, "Enter a case name."),
  reason: line(500, "Enter a reason."),
});

/** Nothing was under it, so that it was taken back. */
class NothingHeld extends Error {}

/**
 * Puts calls, a list's calls, or a lead under a hold of this name: a new one, or one that has not ended yet. From its commit on
 * nothing deletes them; a deletion that began before ends first.
 * @param query what lists exactly these calls; null for a selection
 * @returns the hold's number, and how many calls or leads came under it; null where there is nothing to hold
 */
export async function placeHold(
  db: Database,
  { name, reason }: z.output<typeof HoldForm>,
  { target, query }: { target: HoldTarget; query: string | null },
  { actor, sourceAddress }: Admin,
): Promise<{ id: number; count: number } | null> {
  try {
    return await db.transaction(async (transaction) => {
      await lockKeeping(transaction, { change: true });
      const added = await insertHold(transaction, { name, reason, query, createdBy: actor });
      const id = added ?? (await findOpenHold(transaction, name))?.id;
      if (id === undefined) throw new Error("A hold vanished while it was locked.");
      const count = await insertHeld(transaction, id, target);
      if (count === 0 && added !== null) throw new NothingHeld();
      const what = "contactId" in target ? { lead: target.contactId } : { calls: count, ...(query && { query }) };
      await recordAudit(transaction, {
        ...{ actor, sourceAddress, target: String(id) },
        action: added === null ? "extend hold" : "place hold",
        details: { name, reason, ...what },
      });
      return { id, count };
    });
  } catch (error) {
    if (error instanceof NothingHeld) return null;
    throw error;
  }
}
