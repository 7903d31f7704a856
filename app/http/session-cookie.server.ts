import { SESSION_SECONDS } from "#app/features/auth/sessions.server.ts";
import { hostCookie } from "#app/http/host-cookie.server.ts";

const cookie = hostCookie("portal_session", SESSION_SECONDS);

/** The session token that a request carries, or null. */
export async function readSessionToken(request: Request): Promise<string | null> {
  const value = await cookie.read(request);
  return typeof value === "string" && value !== "" ? value : null;
}

/** The `Set-Cookie` that hands a session token to the browser. */
export function sessionCookie(request: Request, token: string): Promise<string> {
  return cookie.set(request, token);
}

/** The `Set-Cookie` that takes it away again. */
export function endedSessionCookie(request: Request): Promise<string> {
  return cookie.end(request);
}
