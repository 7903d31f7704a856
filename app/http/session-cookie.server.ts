import { createCookie } from "@remix-run/node";
import { SESSION_SECONDS } from "#app/features/auth/sessions.server.ts";

const cookie = createCookie("portal_session", { httpOnly: true, sameSite: "lax", path: "/" });

/** The session token that a request carries, or null. */
export async function readSessionToken(request: Request): Promise<string | null> {
  const value: unknown = await cookie.parse(request.headers.get("cookie"));
  return typeof value === "string" ? value : null;
}

/** The `Set-Cookie` that hands a session token to the browser; `Secure` where the portal is reached over TLS. */
export function sessionCookie(request: Request, token: string): Promise<string> {
  return cookie.serialize(token, { maxAge: SESSION_SECONDS, secure: isTls(request) });
}

/** The `Set-Cookie` that takes it away again. */
export function endedSessionCookie(request: Request): Promise<string> {
  return cookie.serialize("", { maxAge: 0, secure: isTls(request) });
}

function isTls(request: Request): boolean {
  return new URL(request.url).protocol === "https:";
}
