import type { Database } from "#app/db/pool.server.ts";
import { useSignInLink } from "#app/db/sign-in-links.server.ts";
import { recordAuditOnce } from "#app/features/audit/record-audit.server.ts";
import { BUILT_IN_ADMIN, type Newcomer, openSession } from "#app/features/auth/sessions.server.ts";
import { tokenSha256 } from "#app/features/auth/tokens.server.ts";

/** Signs in whoever holds a one-time link. @returns the session's token; null when the link was used or is too old */
export async function signInWithLink(db: Database, linkToken: string, newcomer: Newcomer): Promise<string | null> {
  const token = await db.transaction(async (transaction) => {
    if (!(await useSignInLink(transaction, tokenSha256(linkToken)))) return null;
    return openSession(transaction, BUILT_IN_ADMIN, "one-time link", newcomer);
  });
  if (token === null) {
    const details = { by: "one-time link" };
    const { sourceAddress } = newcomer;
    await recordAuditOnce(db, { actor: "unknown", action: "sign in refused", details, sourceAddress });
  }
  return token;
}
