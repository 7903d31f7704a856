import type { Database } from "#app/db/connection/pool.server.ts";
import { findPersonData } from "#app/db/erasure/person-data.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";

/**
 * Everything that the portal keeps about a lead, as the text of a JSON file: the answer to a person who asks what is known of
 * them. @returns null where there is no such lead
 */
export async function exportPerson(db: Database, contactId: number, admin: Admin): Promise<string | null> {
  return db.transaction(async (transaction) => {
    const data = await findPersonData(transaction, contactId);
    if (data === null) return null;
    const details = { calls: data.calls.length, deliveries: data.deliveries.length };
    await recordAudit(transaction, { ...admin, action: "export person", target: String(contactId), details });
    const about = `Everything the portal stores about lead #${contactId}. The audio of recordings is exported separately.`;
    return JSON.stringify({ about, made_at: new Date(), ...data }, null, 2);
  });
}
