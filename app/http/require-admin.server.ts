import { type AppLoadContext, redirect } from "@remix-run/node";
import { pool } from "#app/db/pool.server.ts";
import { type Admin, findSession } from "#app/features/auth/sessions.server.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { requireSameOrigin } from "#app/http/require-same-origin.server.ts";
import { readSessionToken } from "#app/http/session-cookie.server.ts";

/**
 * Who is signed in. Every loader, action and export of the portal calls this first.
 * @throws a redirect to the sign-in page; 403 for a post from another site; 503 while the database is away
 */
export async function requireAdmin(request: Request, context: AppLoadContext = {}): Promise<Admin> {
  requireSameOrigin(request);
  const token = await readSessionToken(request);
  const actor = token && (await orUnavailable(pool().then((db) => findSession(db, token))));
  if (actor) return { actor, sourceAddress: clientAddress(request, context) };
  const { pathname, search } = new URL(request.url);
  const next = request.method === "GET" ? pathname.replace(/\.data$/, "") + search : "/admin/super";
  throw redirect(`/sign-in?next=${encodeURIComponent(next)}`);
}
