import type { Database } from "#app/db/connection/pool.server.ts";
import { useSignInLink } from "#app/db/people/sign-in-links.server.ts";
import { recordAuditOnce } from "#app/features/audit/record-audit.server.ts";
import { BUILT_IN_ADMIN, type Newcomer, openSession } from "#app/features/auth/sessions.server.ts";
import { tokenSha256 } from "#app/features/auth/tokens.server.ts";

type SignedIn = { ok: true; token: string } | { ok: false; reason: string };

/** Signs in the holder of a one-time link, and uses it up. @returns the session's token, or why there is none */
export async function signInWithLink(db: Database, linkToken: string, newcomer: Newcomer): Promise<SignedIn> {
  const token = await db.transaction(async (transaction) => {
    if (!(await useSignInLink(transaction, tokenSha256(linkToken)))) return null;
    return openSession(transaction, BUILT_IN_ADMIN, "one-time link", newcomer);
  });
  if (token !== null) return { ok: true, token };
  const details = { by: "one-time link" };
  const { sourceAddress } = newcomer;
  await recordAuditOnce(db, { actor: "unknown", action: "sign in refused", details, sourceAddress });
  return { ok: false, reason: "This sign-in link was already used or has expired." };
}
