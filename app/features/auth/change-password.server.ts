import type { Database } from "#app/db/connection/pool.server.ts";
import { findUserSecrets, updateUser } from "#app/db/people/users.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { hashPassword, isPasswordOf } from "#app/features/auth/hash-password.server.ts";
import { NewPassword } from "#app/features/auth/password-rules.server.ts";
import { type Admin, closeSessionsOf } from "#app/features/auth/sessions.server.ts";
import { countTry, forgiveTries } from "#app/features/auth/sign-in-throttle.server.ts";
import { readFields } from "#app/lib/read-fields.ts";

/**
 * Gives the person who is signed in another password, and ends their other sessions.
 * @param token of the session that continues
 * @returns why it is refused; null where it is done
 */
export async function changePassword(
  db: Database,
  admin: Admin,
  { current, next }: { current: string; next: string },
  token: string,
): Promise<string | null> {
  const user = admin.userId == null ? null : await findUserSecrets(db, admin.userId);
  if (!user?.password_hash) return "Your account has no password.";
  const { data: password, fault } = readFields(NewPassword, next);
  if (fault !== null) return fault;
  // Somebody at an open browser must not try passwords there.
  const counted = { sourceAddress: admin.sourceAddress, account: `change:${user.id}` };
  const wait = await countTry(counted);
  if (wait !== null) return wait;
  if (!(await isPasswordOf(user.password_hash, current))) return "Current password is incorrect.";
  await forgiveTries(counted);
  const passwordHash = await hashPassword(password);
  await db.transaction(async (transaction) => {
    await updateUser(transaction, user.id, { passwordHash });
    await recordAudit(transaction, { ...admin, action: "change password" });
    await closeSessionsOf(transaction, { actor: user.email, userId: user.id }, admin, token);
  });
  return null;
}
