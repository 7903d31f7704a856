import type { Database } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";

/** The secrets that a webhook may bring, the first one to be entered in Convoso. The audit log says who saw them. */
export async function showWebhookSecrets(db: Database, admin: Admin): Promise<string[]> {
  await recordAudit(db, { ...admin, action: "show webhook secret" });
  return env().CONVOSO_WEBHOOK_SECRET ?? [];
}
