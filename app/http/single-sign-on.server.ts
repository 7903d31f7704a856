import { redirect } from "@remix-run/node";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type Identity, readIdentity } from "#app/features/auth/read-identity.server.ts";
import type { Newcomer } from "#app/features/auth/sessions.server.ts";
import { signInWithIdentity } from "#app/features/auth/sign-in-with-identity.server.ts";
import { Handshake, startSingleSignOn } from "#app/features/auth/start-single-sign-on.server.ts";
import { hostCookie } from "#app/http/host-cookie.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { sessionCookie } from "#app/http/session-cookie.server.ts";
import { log } from "#app/log.server.ts";

const TEN_MINUTES = 600;
const cookie = hostCookie("portal_sso", TEN_MINUTES);
const callbackUrl = (request: Request) => new URL("/sign-in/sso/callback", portalSettings(request).origin);

/** Sends the browser to the identity provider. @returns what to tell where that is not possible */
export async function leaveForSingleSignOn(request: Request, next: string): Promise<Response | string> {
  try {
    const { url, handshake } = await startSingleSignOn(callbackUrl(request).href, next);
    return redirect(url, { headers: { "Set-Cookie": await cookie.set(request, handshake) } });
  } catch (error) {
    log().warn({ err: error }, "the identity provider cannot be asked");
    return "Your identity provider cannot be reached. Try again, or sign in another way.";
  }
}

/** Signs in whom the identity provider sends back. @returns the way on; in words where it ends here */
export async function returnFromSingleSignOn(
  request: Request,
  db: Database,
  newcomer: Newcomer,
): Promise<Response | string> {
  const handshake = Handshake.safeParse(await cookie.read(request));
  if (!handshake.success) return "This sign-in started in another browser, or has expired. Start again.";
  const answer = callbackUrl(request);
  answer.search = new URL(request.url).search;
  if (answer.searchParams.get("error") === "access_denied") return "The sign-in was cancelled.";
  let identity: Identity;
  try {
    identity = await readIdentity(answer, handshake.data);
  } catch (error) {
    log().warn(
      { err: { name: (error as Error).name, code: (error as { code?: string }).code } },
      "single sign-on failed",
    );
    return "Your identity provider's answer could not be used. Start again, or sign in another way.";
  }
  const result = await signInWithIdentity(db, identity, newcomer);
  if (!result.ok) return result.reason;
  const headers = new Headers({ "Set-Cookie": await sessionCookie(request, result.token) });
  headers.append("Set-Cookie", await cookie.end(request));
  return redirect(localPath(handshake.data.next), { headers });
}
