import type { Database } from "#app/db/connection/pool.server.ts";
import {
  type AdminSession,
  deleteAdminSession,
  endAdminSession,
  endAdminSessionsOf,
  findAdminSession,
  insertAdminSession,
  listAdminSessions,
  touchAdminSession,
  type Visitor,
} from "#app/db/people/admin-sessions.server.ts";
import { deleteSignInLinks } from "#app/db/people/sign-in-links.server.ts";
import { deleteInvitationsOf } from "#app/db/people/user-invitations.server.ts";
import { updateLastSignIn } from "#app/db/people/users.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { markOf, newToken, tokenSha256 } from "#app/features/auth/tokens.server.ts";
import type { Hearer } from "#app/lib/roles.ts";

/** The longest that a session lives, in seconds: a week. */
export const SESSION_SECONDS = 7 * 24 * 3600;
/** A session that nobody used for so long is over, in seconds: twelve hours, longer than a shift. */
const IDLE_SECONDS = 12 * 3600;

/** Somebody who is signed in, and what they may do. `userId`: their row; the built-in admin has none. */
export type Admin = Hearer & { actor: string; userId?: number | null; sourceAddress: string | null };

/** Somebody who signs in. `oldToken`: the session that their browser has had so far. */
export type Newcomer = Visitor & { oldToken: string | null };

/** Whom a session is for. */
export type Holder = { actor: string; userId: number | null };

/** Who comes by a one-time link or ADMIN_PASSWORD. */
export const BUILT_IN_ADMIN: Holder = { actor: "admin", userId: null };

/** Opens a session, and ends the one that this browser had. @returns its token, for the cookie */
export async function openSession(db: Database, holder: Holder, by: string, newcomer: Newcomer): Promise<string> {
  const { oldToken, ...visitor } = newcomer;
  const token = newToken();
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
  if (oldToken) await deleteAdminSession(db, tokenSha256(oldToken));
  const passwordMark = holder.userId === null ? markOf(env().ADMIN_PASSWORD ?? "", token) : null;
  await insertAdminSession(db, { tokenSha256: tokenSha256(token), expiresAt, passwordMark, ...holder, ...visitor });
  if (holder.userId !== null) await updateLastSignIn(db, holder.userId);
  const { sourceAddress } = visitor;
  await recordAudit(db, { actor: holder.actor, action: "sign in", details: { by }, sourceAddress });
  return token;
}

/** Who holds this session token, with the role of this moment, or null. */
export async function findSession(db: Database, token: string): Promise<Omit<Admin, "sourceAddress"> | null> {
  const found = await findValid(db, token);
  if (!found) return null;
  if (!found.is_touched) await touchAdminSession(db, tokenSha256(token));
  return { actor: found.actor, role: found.role, campaigns: found.campaigns, userId: found.user_id };
}

/** Whether the session of this token continues. To ask is not to use it: one that nobody uses ends all the same. */
export async function isSessionOpen(db: Database, token: string): Promise<boolean> {
  return (await findValid(db, token)) !== null;
}

/** The session of this token; null also where it is the built-in admin's and ADMIN_PASSWORD was another one then. */
async function findValid(db: Database, token: string) {
  const found = await findAdminSession(db, tokenSha256(token), IDLE_SECONDS);
  const isSame = () => found?.password_mark && markOf(env().ADMIN_PASSWORD ?? "", token).equals(found.password_mark);
  return found && (found.user_id !== null || isSame()) ? found : null;
}

/** The open sessions of somebody who holds `currentToken`, the last seen first. */
export function listSessions(db: Database, admin: Admin, currentToken: string): Promise<readonly AdminSession[]> {
  return listAdminSessions(db, admin.userId ?? null, IDLE_SECONDS, tokenSha256(currentToken));
}

/** Ends the session of this token. */
export async function closeSession(db: Database, token: string, admin: Admin): Promise<void> {
  await endAdminSession(db, tokenSha256(token));
  await recordAudit(db, { ...admin, action: "sign out" });
}

/** Ends every session of `holder`, but for the one of `keepToken`, and the links that could open one. @returns how many ended */
export async function closeSessionsOf(
  db: Database,
  holder: Holder,
  admin: Admin,
  keepToken: string | null = null,
): Promise<number> {
  const ended = await endAdminSessionsOf(db, holder.userId, keepToken === null ? null : tokenSha256(keepToken));
  if (holder.userId === null) await deleteSignInLinks(db);
  else await deleteInvitationsOf(db, holder.userId);
  await recordAudit(db, { ...admin, action: "sign out everywhere", target: holder.actor, details: { ended } });
  return ended;
}
