import { createHash, timingSafeEqual } from "node:crypto";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Visitor } from "#app/db/admin-sessions.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { openSession } from "#app/features/auth/sessions.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** Wrong passwords from one address before it has to wait. */
const TRIES = 5;
const WAIT_SECONDS = 5 * 60;

/** Whether there is a password to sign in with, or only one-time links. */
export function isPasswordSet(): boolean {
  return env().ADMIN_PASSWORD !== undefined;
}

type Result = { ok: true; token: string } | { ok: false; reason: string };

/** Signs in whoever knows ADMIN_PASSWORD. After five wrong ones an address waits five minutes. */
export async function signInWithPassword(db: Database, password: string, visitor: Visitor): Promise<Result> {
  const { ADMIN_PASSWORD } = env();
  if (!ADMIN_PASSWORD) return { ok: false, reason: "No password is set on this server." };
  const throttle = singleton(
    "sign-in-throttle",
    () => new RateLimiterMemory({ points: TRIES, duration: WAIT_SECONDS }),
  );
  const key = visitor.sourceAddress ?? "unknown";
  const tried = await throttle.get(key);
  if (tried && tried.consumedPoints >= TRIES) {
    const minutes = Math.ceil(tried.msBeforeNext / 60_000);
    return { ok: false, reason: `Too many wrong passwords. Try again in ${minutes} min.` };
  }
  if (!isSame(password, ADMIN_PASSWORD)) {
    await throttle.penalty(key);
    await recordAudit(db, { actor: "unknown", action: "sign in refused", sourceAddress: visitor.sourceAddress });
    return { ok: false, reason: "That is not the password." };
  }
  await throttle.delete(key);
  return { ok: true, token: await openSession(db, "admin", "password", visitor) };
}

// Digests have one length, so that the comparison tells nothing about the password's.
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
