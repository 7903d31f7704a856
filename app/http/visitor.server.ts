import type { AppLoadContext } from "@remix-run/node";
import type { Newcomer } from "#app/features/auth/sessions.server.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import { readSessionToken } from "#app/http/session-cookie.server.ts";

/** Who knocks, for the session list and the audit. */
export async function visitorOf(request: Request, context: AppLoadContext): Promise<Newcomer> {
  return {
    sourceAddress: clientAddress(request, context),
    userAgent: request.headers.get("user-agent"),
    oldToken: await readSessionToken(request),
  };
}
