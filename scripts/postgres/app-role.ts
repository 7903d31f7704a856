import { createHmac } from "node:crypto";

/** As which the portal signs in to a database of ours; the owner of the tables is another one. */
export const APP_ROLE = "portal_app";

/** The same database for the portal's role, whose password follows from the owner's, and not the other way round. */
export function appUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.password = createHmac("sha256", decodeURIComponent(url.password)).update(APP_ROLE).digest("base64url");
  url.username = APP_ROLE;
  return url.href;
}
