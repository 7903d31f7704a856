import type { Database } from "#app/db/connection/pool.server.ts";
import { deleteExpiredCredentials } from "#app/db/people/admin-sessions.server.ts";
import { insertSignInLink } from "#app/db/people/sign-in-links.server.ts";
import { newToken, tokenSha256 } from "#app/features/auth/tokens.server.ts";

const LIFETIME_MS = 24 * 3600 * 1000;

/** Makes a link that signs its holder in once, within a day. @returns the token: the link is `/sign-in?token=<token>` */
export async function createSignInLink(db: Database): Promise<string> {
  await deleteExpiredCredentials(db);
  const token = newToken();
  await insertSignInLink(db, tokenSha256(token), new Date(Date.now() + LIFETIME_MS));
  return token;
}
