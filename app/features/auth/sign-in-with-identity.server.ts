import type { Database } from "#app/db/connection/pool.server.ts";
import {
  findUserByEmail,
  findUserBySubject,
  insertUser,
  type UserSecrets,
  updateUser,
} from "#app/db/people/users.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Identity } from "#app/features/auth/read-identity.server.ts";
import { type Newcomer, openSession } from "#app/features/auth/sessions.server.ts";
import type { SignInResult } from "#app/features/auth/sign-in-with-password.server.ts";

/**
 * Signs in whom the identity provider names: the user of that identity, else the one who was invited by its address and
 * has no other identity yet, else, with OIDC_AUTO_ROLE, a new user of that role.
 */
export async function signInWithIdentity(db: Database, identity: Identity, newcomer: Newcomer): Promise<SignInResult> {
  const { sourceAddress } = newcomer;
  return db.transaction(async (transaction) => {
    const { user, reason } = await admit(transaction, identity, sourceAddress);
    if (user) {
      const holder = { actor: user.email, userId: user.id };
      return { ok: true, token: await openSession(transaction, holder, "single sign-on", newcomer) };
    }
    const details = { by: "single sign-on", reason };
    await recordAudit(transaction, { actor: "unknown", action: "sign in refused", details, sourceAddress });
    return { ok: false, reason };
  });
}

type Admission = { user: UserSecrets; reason?: never } | { user?: never; reason: string };

async function admit(
  db: Database,
  { subject, email, name }: Identity,
  sourceAddress: string | null,
): Promise<Admission> {
  const { OIDC_ALLOWED_DOMAIN, OIDC_AUTO_ROLE } = env();
  if (email === null) return { reason: "Your identity provider sent no verified e-mail address." };
  if (OIDC_ALLOWED_DOMAIN && email.toLowerCase().split("@").at(-1) !== OIDC_ALLOWED_DOMAIN) {
    return { reason: `Only addresses at ${OIDC_ALLOWED_DOMAIN} can sign in here.` };
  }
  const bySubject = await findUserBySubject(db, subject);
  if (!bySubject && OIDC_AUTO_ROLE) {
    const added = await insertUser(db, { email, name: name ?? email, role: OIDC_AUTO_ROLE });
    const details = { role: OIDC_AUTO_ROLE };
    if (added) await recordAudit(db, { actor: email, action: "add user", details, sourceAddress });
  }
  const user = bySubject ?? (await findUserByEmail(db, email));
  if (!user) return { reason: "You have not been invited yet. Ask an admin of this portal to invite your address." };
  if (user.is_disabled) return { reason: "An admin of this portal has disabled your access." };
  // An address that moved to another person must not take the portal along.
  if (user.oidc_subject !== null && user.oidc_subject !== subject) {
    return {
      reason:
        "Your address already belongs to another identity. Ask an admin to remove that person and invite you again.",
    };
  }
  if (user.oidc_subject === null) await updateUser(db, user.id, { oidcSubject: subject });
  return { user };
}
