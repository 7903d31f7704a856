import type { Visitor } from "#app/db/admin-sessions.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { useSignInLink } from "#app/db/sign-in-links.server.ts";
import { openSession } from "#app/features/auth/sessions.server.ts";
import { tokenSha256 } from "#app/features/auth/tokens.server.ts";

/** Signs in whoever holds a one-time link. @returns the session's token; null when the link was used or is too old */
export async function signInWithLink(db: Database, linkToken: string, visitor: Visitor): Promise<string | null> {
  return db.transaction(async (transaction) => {
    if (!(await useSignInLink(transaction, tokenSha256(linkToken)))) return null;
    return openSession(transaction, "admin", "one-time link", visitor);
  });
}
