import { createHash, timingSafeEqual } from "node:crypto";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findUserByEmail, foldEmail, type UserSecrets } from "#app/db/people/users.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit, recordAuditOnce } from "#app/features/audit/record-audit.server.ts";
import { isPasswordOf } from "#app/features/auth/hash-password.server.ts";
import { BUILT_IN_ADMIN, type Holder, type Newcomer, openSession } from "#app/features/auth/sessions.server.ts";
import { countTry, forgiveTries } from "#app/features/auth/sign-in-throttle.server.ts";

/** Whether the built-in admin has a password, or only one-time links. */
export function isPasswordSet(): boolean {
  return env().ADMIN_PASSWORD !== undefined;
}

/** What came of a try to sign in: the session's token, or what to tell the person. */
export type SignInResult = { ok: true; token: string } | { ok: false; reason: string };

/**
 * Signs in a named user, or without an e-mail address the built-in admin, whose password is ADMIN_PASSWORD. An unknown
 * address, a disabled user and a wrong password get the same answer after the same time.
 */
export async function signInWithPassword(
  db: Database,
  { email, password }: { email: string; password: string },
  newcomer: Newcomer,
): Promise<SignInResult> {
  const { sourceAddress } = newcomer;
  const user = email === "" ? null : await findUserByEmail(db, email);
  const account =
    email === "" ? BUILT_IN_ADMIN.actor : digest(user?.email ?? (await foldEmail(db, email))).toString("hex");
  const wait = await countTry({ sourceAddress, account });
  if (wait !== null) {
    await recordAuditOnce(db, { actor: "unknown", action: "sign in blocked", sourceAddress });
    return { ok: false, reason: wait };
  }
  const holder = email === "" ? checkBuiltIn(password) : await checkUser(user, password);
  if (!holder) {
    // Only what is known to be an account: people type passwords into the wrong field.
    const target = email === "" ? BUILT_IN_ADMIN.actor : (user?.email ?? null);
    const details = { by: "password" };
    await recordAudit(db, { actor: "unknown", action: "sign in refused", target, details, sourceAddress });
    return {
      ok: false,
      reason: email === "" ? "Wrong password." : "Wrong e-mail address or password.",
    };
  }
  await forgiveTries({ sourceAddress, account });
  return {
    ok: true,
    token: await db.transaction((transaction) => openSession(transaction, holder, "password", newcomer)),
  };
}

function checkBuiltIn(password: string): Holder | null {
  const { ADMIN_PASSWORD } = env();
  // Digests have one length, so that the comparison tells nothing about the password's.
  return ADMIN_PASSWORD && timingSafeEqual(digest(password), digest(ADMIN_PASSWORD)) ? BUILT_IN_ADMIN : null;
}

async function checkUser(user: UserSecrets | null, password: string): Promise<Holder | null> {
  const isRight = await isPasswordOf(user?.password_hash ?? null, password);
  return user && isRight && !user.is_disabled ? { actor: user.email, userId: user.id } : null;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
