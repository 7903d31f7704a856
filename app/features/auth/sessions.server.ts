import {
  deleteAdminSession,
  findAdminSession,
  insertAdminSession,
  touchAdminSession,
  type Visitor,
} from "#app/db/admin-sessions.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { newToken, tokenSha256 } from "#app/features/auth/tokens.server.ts";
import type { Role } from "#app/lib/roles.ts";

/** The longest that a session lives, in seconds: a week. */
export const SESSION_SECONDS = 7 * 24 * 3600;
/** A session that nobody used for so long is over, in seconds: twelve hours, longer than a shift. */
const IDLE_SECONDS = 12 * 3600;

/** Somebody who is signed in, and what they may do. */
export type Admin = { actor: string; role: Role; sourceAddress: string | null };

/** Opens a session. @returns its token, for the cookie */
export async function openSession(db: Database, actor: string, by: string, visitor: Visitor): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
  await insertAdminSession(db, { tokenSha256: tokenSha256(token), actor, expiresAt, ...visitor });
  const { sourceAddress } = visitor;
  await recordAudit(db, { actor, action: "sign in", details: { by }, sourceAddress });
  return token;
}

/** Who holds this session token, or null. */
export async function findSession(db: Database, token: string): Promise<string | null> {
  const digest = tokenSha256(token);
  const actor = await findAdminSession(db, digest, IDLE_SECONDS);
  if (actor !== null) await touchAdminSession(db, digest);
  return actor;
}

/** Ends the session of this token. */
export async function closeSession(db: Database, token: string, admin: Admin): Promise<void> {
  await deleteAdminSession(db, tokenSha256(token));
  await recordAudit(db, { ...admin, action: "sign out" });
}
