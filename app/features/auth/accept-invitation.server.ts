import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { endAdminSessionsOf } from "#app/db/people/admin-sessions.server.ts";
import { findInvited, useInvitation } from "#app/db/people/user-invitations.server.ts";
import { findUser, updateUser } from "#app/db/people/users.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { hashPassword } from "#app/features/auth/hash-password.server.ts";
import { NewPassword } from "#app/features/auth/password-rules.server.ts";
import { type Newcomer, openSession } from "#app/features/auth/sessions.server.ts";
import type { SignInResult } from "#app/features/auth/sign-in-with-password.server.ts";
import { tokenSha256 } from "#app/features/auth/tokens.server.ts";
import { readFields } from "#app/lib/read-fields.ts";

const Acceptance = z.object({
  name: z.string().trim().min(1, "Enter your name.").max(200, "The name is too long."),
  password: NewPassword,
});

/** Whom an invitation's token is for; null where it was used, replaced or is too old. */
export function readInvitation(db: Database, token: string): Promise<{ email: string; name: string } | null> {
  return findInvited(db, tokenSha256(token));
}

/** Sets name and password, ends the sessions of an earlier password, and signs in. The link is used up by it. */
export async function acceptInvitation(
  db: Database,
  token: string,
  fields: Record<string, unknown>,
  newcomer: Newcomer,
): Promise<SignInResult> {
  const gone = { ok: false, reason: "This invitation was already used or has expired. Ask for a new one." } as const;
  const { data, fault } = readFields(Acceptance, fields);
  if (fault !== null) return { ok: false, reason: fault };
  if (!(await readInvitation(db, token))) return gone; // before the hash, which is slow on purpose
  const passwordHash = await hashPassword(data.password);
  return db.transaction(async (transaction) => {
    const userId = await useInvitation(transaction, tokenSha256(token));
    const user = userId === null ? null : await findUser(transaction, userId);
    if (!user) return gone;
    await updateUser(transaction, user.id, { name: data.name, passwordHash });
    await endAdminSessionsOf(transaction, user.id);
    const holder = { actor: user.email, userId: user.id };
    await recordAudit(transaction, { ...holder, action: "accept invitation", sourceAddress: newcomer.sourceAddress });
    return { ok: true, token: await openSession(transaction, holder, "invitation", newcomer) };
  });
}
