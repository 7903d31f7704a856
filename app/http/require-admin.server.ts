import { type AppLoadContext, redirect } from "@remix-run/node";
import { pool } from "#app/db/connection/pool.server.ts";
import { type Admin, findSession } from "#app/features/auth/sessions.server.ts";
import { notePersonSearches } from "#app/features/privacy/note-person-searches.server.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { requireSameOrigin } from "#app/http/require-same-origin.server.ts";
import { readSessionToken } from "#app/http/session-cookie.server.ts";
import { isAtLeast, type Role } from "#app/lib/roles.ts";

/**
 * Who is signed in, with at least the role `atLeast`. Every loader, action and export of the portal calls this first.
 * @throws a redirect to the sign-in page; 403 for a lesser role or a post from another site; 429 for a viewer who searched
 * for too many people; 503 while the database is down
 */
export async function requireAdmin(
  request: Request,
  context: AppLoadContext = {},
  atLeast: Role = "viewer",
): Promise<Admin> {
  requireSameOrigin(request);
  const token = await readSessionToken(request);
  const found = token && (await holderOf(token, request, context));
  if (found) {
    const admin = { ...found, sourceAddress: clientAddress(request, context) };
    requireRole(admin, atLeast);
    await limitSearches(request, admin);
    return admin;
  }
  const { pathname, search } = new URL(request.url);
  const next = request.method === "GET" ? pathname.replace(/\.data$/, "") + search : "/admin/super";
  throw redirect(`/sign-in?next=${encodeURIComponent(next)}`);
}

/** Whether an answer sends its reader to the sign-in page. */
export function leadsToSignIn({ headers }: Response): boolean {
  return headers.get("location")?.startsWith("/sign-in") ?? false;
}

/** Here, so that no page with a filter can forget it. */
async function limitSearches(request: Request, admin: Admin): Promise<void> {
  const query = new URL(request.url).searchParams;
  const refusal = await orUnavailable(pool().then((db) => notePersonSearches(db, query, admin)));
  if (refusal !== null) throw new Response(refusal, { status: 429, headers: { "Retry-After": "3600" } });
}

type Found = Awaited<ReturnType<typeof findSession>>;

/** By the context that the loaders of one request share; Remix gives each of them a copy of the request itself. */
const asked = new WeakMap<AppLoadContext, { token: string; found: Promise<Found> }>();

/**
 * The loaders of a page run at the same time, and each checks who asks: one look at the database answers all of them. An
 * action looks for itself, and its answer is not kept, so that the loaders after it see what it changed.
 */
function holderOf(token: string, request: Request, context: AppLoadContext): Promise<Found> {
  const find = () => orUnavailable(pool().then((db) => findSession(db, token)));
  if (request.method !== "GET") return find();
  const known = asked.get(context);
  if (known?.token === token) return known.found;
  const found = find();
  asked.set(context, { token, found });
  return found;
}

/**
 * For what needs more than the rest of its route.
 * @throws 403 with a page that names the role that is needed
 */
export function requireRole(admin: Admin, atLeast: Role): void {
  if (isAtLeast(admin.role, atLeast)) return;
  const text = `This needs the role "${atLeast}". You are signed in as ${admin.actor}, whose role is "${admin.role}".`;
  throw new Response(text, { status: 403, statusText: "Forbidden" });
}
