import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { ROLES } from "#app/lib/roles.ts";

const Holder = z.object({
  actor: z.string(),
  user_id: z.number().nullable(),
  role: z.enum(ROLES),
  campaigns: z.array(z.string()),
  is_touched: z.boolean(),
  password_mark: z.instanceof(Uint8Array).nullable(),
});

/** An open session as its owner sees it. */
export const AdminSession = z.object({
  source_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: z.date(),
  last_seen_at: z.date(),
  is_current: z.boolean(),
});
export type AdminSession = z.infer<typeof AdminSession>;

/** Where a request came from, as far as it says. */
export type Visitor = { sourceAddress: string | null; userAgent: string | null };

/** Opens a session for the holder of the token whose SHA-256 is given. `userId` null: the built-in admin. */
export async function insertAdminSession(
  db: Database,
  session: {
    tokenSha256: Buffer;
    actor: string;
    userId: number | null;
    expiresAt: Date;
    passwordMark: Buffer | null;
  } & Visitor,
): Promise<void> {
  await db.query(sql.unsafe`
    insert into admin_sessions (token_sha256, actor, user_id, expires_at, source_address, user_agent, password_mark)
    values (${sql.binary(session.tokenSha256)}, ${session.actor}, ${session.userId}, ${session.expiresAt.toISOString()},
      ${session.sourceAddress}, ${session.userAgent}, ${session.passwordMark && sql.binary(session.passwordMark)})`);
}

/**
 * Who holds this token, with the role of this very moment; null where the session has expired or been idle for longer
 * than `idleSeconds`, or its user is disabled. `is_touched`: that it is in use was noted within the last minute.
 */
export function findAdminSession(
  db: Database,
  tokenSha256: Buffer,
  idleSeconds: number,
): Promise<z.infer<typeof Holder> | null> {
  return db.maybeOne(sql.type(Holder)`
    select coalesce(users.email, actor) as actor, user_id, coalesce(users.role, 'admin') as role,
      coalesce(users.campaigns, '{}') as campaigns,
      last_seen_at > now() - interval '1 minute' as is_touched, password_mark
    from admin_sessions
    left join users on users.id = user_id
    where token_sha256 = ${sql.binary(tokenSha256)}
      and expires_at > now()
      and last_seen_at > now() - make_interval(secs => ${idleSeconds})
      and users.is_disabled is not true`);
}

/** Notes that a session is in use. */
export async function touchAdminSession(db: Database, tokenSha256: Buffer): Promise<void> {
  await db.query(sql.unsafe`
    update admin_sessions set last_seen_at = now() where token_sha256 = ${sql.binary(tokenSha256)}`);
}

/** A user's open sessions, the last seen first. `userId` null: the built-in admin's. */
export function listAdminSessions(
  db: Database,
  userId: number | null,
  idleSeconds: number,
  currentSha256: Buffer,
): Promise<readonly AdminSession[]> {
  return db.any(sql.type(AdminSession)`
    select source_address, user_agent, created_at, last_seen_at,
      token_sha256 = ${sql.binary(currentSha256)} as is_current
    from admin_sessions
    where user_id is not distinct from ${userId}::bigint
      and expires_at > now()
      and last_seen_at > now() - make_interval(secs => ${idleSeconds})
    order by last_seen_at desc, created_at desc`);
}

/** Ends a session. Its row stays a week, so that a form which comes too late still has an owner. */
export async function endAdminSession(db: Database, tokenSha256: Buffer): Promise<void> {
  await db.query(sql.unsafe`
    update admin_sessions set expires_at = least(expires_at, now()) where token_sha256 = ${sql.binary(tokenSha256)}`);
}

/** The same for every session of a user, but for the one to keep. `userId` null: the built-in admin's. @returns how many ended */
export async function endAdminSessionsOf(
  db: Database,
  userId: number | null,
  keepSha256: Buffer | null = null,
): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    update admin_sessions set expires_at = now()
    where user_id is not distinct from ${userId}::bigint
      and expires_at > now()
      and token_sha256 is distinct from ${keepSha256 && sql.binary(keepSha256)}::bytea`);
  return rowCount;
}

/** Removes a session, in whose place its browser gets another. */
export async function deleteAdminSession(db: Database, tokenSha256: Buffer): Promise<void> {
  await db.query(sql.unsafe`delete from admin_sessions where token_sha256 = ${sql.binary(tokenSha256)}`);
}

/** Removes sign-in links and invitations that have expired, and sessions that ended a week ago. */
export async function deleteExpiredCredentials(db: Database): Promise<void> {
  await db.query(sql.unsafe`delete from admin_sessions where expires_at < now() - interval '7 days'`);
  await db.query(sql.unsafe`delete from sign_in_links where expires_at < now()`);
  await db.query(sql.unsafe`delete from user_invitations where expires_at < now()`);
}
