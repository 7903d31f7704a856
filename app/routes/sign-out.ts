import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { pool } from "#app/db/pool.server.ts";
import { closeSession } from "#app/features/auth/sessions.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { endedSessionCookie, readSessionToken } from "#app/http/session-cookie.server.ts";

export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context);
  const token = await readSessionToken(request);
  if (token) await closeSession(await pool(), token, admin);
  const goodbye = await redirectSaying(request, "/sign-in", "You are signed out");
  goodbye.headers.append("Set-Cookie", await endedSessionCookie(request));
  return goodbye;
}

export const loader = () => redirect("/admin/super");
