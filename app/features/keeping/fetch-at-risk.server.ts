import { retryCopies } from "#app/db/archive/recording-copies.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { startArchiving } from "#app/features/archive/start-archiving.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";

/** Lets everything that is at risk be copied now, whatever kept it from that. @returns how many are tried again */
export async function fetchAtRisk(db: Database, admin: Admin): Promise<number> {
  const count = await db.transaction(async (transaction) => {
    const retried = await retryCopies(transaction, ["not_ready", "refused", "not_audio", "lost"]);
    await recordAudit(transaction, { ...admin, action: "copy recordings at risk", details: { recordings: retried } });
    return retried;
  });
  await startArchiving();
  return count;
}
