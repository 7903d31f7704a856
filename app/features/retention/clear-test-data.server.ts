import type { Database } from "#app/db/connection/pool.server.ts";
import { deleteTestData, type TestDataCounts } from "#app/db/erasure/test-data.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";

/**
 * Deletes what Test Tools made and whatever has an id that begins with `test-`, and nothing else. A search for the
 * recording of a deleted call ends: its job finds no call.
 * @returns how many rows went
 */
export async function clearTestData(db: Database, admin: Admin): Promise<TestDataCounts> {
  const deleted = await db.transaction(async (transaction) => {
    const counts = await deleteTestData(transaction);
    await recordAudit(transaction, { ...admin, action: "clear test data", details: counts });
    return counts;
  });
  announceChange("deliveries");
  return deleted;
}
