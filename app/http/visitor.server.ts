import type { AppLoadContext } from "@remix-run/node";
import type { Visitor } from "#app/db/admin-sessions.server.ts";
import { clientAddress } from "#app/http/client-address.server.ts";

/** Who knocks, for the session list and the audit. */
export function visitorOf(request: Request, context: AppLoadContext): Visitor {
  return { sourceAddress: clientAddress(request, context), userAgent: request.headers.get("user-agent") };
}
