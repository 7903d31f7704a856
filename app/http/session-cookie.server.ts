import { SESSION_SECONDS } from "#app/features/auth/sessions.server.ts";
import { hostCookie } from "#app/http/host-cookie.server.ts";

const cookie = hostCookie("portal_session", SESSION_SECONDS);
/** The token of the session that the browser had last. It opens nothing; see {@link readEndedToken}. */
const endedCookie = hostCookie("portal_ended", SESSION_SECONDS);

/** The session token that a request carries, or null. */
export const readSessionToken = cookie.readText;

/** The token of the session that has ended in this browser, which says whose form comes too late; or null. */
export async function readEndedToken(request: Request): Promise<string | null> {
  return (await readSessionToken(request)) ?? endedCookie.readText(request);
}

/** The `Set-Cookie` that hands a session token to the browser. */
export function sessionCookie(request: Request, token: string): Promise<string> {
  return cookie.set(request, token);
}

/** The `Set-Cookie`s that take the session `token` away, and leave it as the one that has ended. */
export function endedSessionCookies(request: Request, token: string | null): Promise<string[]> {
  return Promise.all([cookie.end(request), ...(token === null ? [] : [endedCookie.set(request, token)])]);
}
