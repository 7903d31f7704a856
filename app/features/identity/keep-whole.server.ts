import type { Database } from "#app/db/connection/pool.server.ts";
import { updateIsOnePerson } from "#app/db/leads/mixed-leads.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";

/** Says that a lead is one person after all: it is not listed as doubtful any more. */
export async function keepWhole(db: Database, contactId: number, { actor, sourceAddress }: Admin): Promise<void> {
  await db.transaction(async (transaction) => {
    await updateIsOnePerson(transaction, contactId);
    await recordAudit(transaction, { actor, sourceAddress, action: "keep lead whole", target: String(contactId) });
  });
}
