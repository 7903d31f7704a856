import { findCampaignOfCall } from "#app/db/calls/list-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { isAtLeast, mayHear } from "#app/lib/roles.ts";

/** @throws 403 for a listener whose campaigns do not include that of the call */
export async function requireHearing(db: Database, callId: string, admin: Admin): Promise<void> {
  if (isAtLeast(admin.role, "operator")) return;
  if (mayHear(admin, await findCampaignOfCall(db, callId))) return;
  const campaigns = (admin.campaigns ?? []).join(", ");
  const text = `You need the role "operator" to listen to this call. You may listen to calls of these campaigns: ${campaigns}.`;
  throw new Response(text, { status: 403, statusText: "Forbidden" });
}
