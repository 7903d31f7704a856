import { redirect } from "@remix-run/node";
import { closeSession } from "#app/features/auth/sessions.server.ts";
import { adminAction } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { endedSessionCookies, readSessionToken } from "#app/http/session-cookie.server.ts";

export const action = /* @__PURE__ */ adminAction("viewer", async ({ db, admin, request }) => {
  const token = await readSessionToken(request);
  if (token) await closeSession(db, token, admin);
  const goodbye = await redirectSaying(request, "/sign-in", "You are signed out");
  for (const line of await endedSessionCookies(request, token)) goodbye.headers.append("Set-Cookie", line);
  return goodbye;
});

export const loader = () => redirect("/admin/super");
