import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

const Actor = z.object({ actor: z.string() });

/** Where a request came from, as far as it says. */
export type Visitor = { sourceAddress: string | null; userAgent: string | null };

/** Opens a session for the holder of the token whose SHA-256 is given. */
export async function insertAdminSession(
  db: Database,
  session: { tokenSha256: Buffer; actor: string; expiresAt: Date } & Visitor,
): Promise<void> {
  await db.query(sql.unsafe`
    insert into admin_sessions (token_sha256, actor, expires_at, source_address, user_agent)
    values (${sql.binary(session.tokenSha256)}, ${session.actor}, ${session.expiresAt.toISOString()},
      ${session.sourceAddress}, ${session.userAgent})`);
}

/** Who holds this token, if the session has neither expired nor been idle for longer than `idleSeconds`. */
export async function findAdminSession(db: Database, tokenSha256: Buffer, idleSeconds: number): Promise<string | null> {
  return db.maybeOneFirst(sql.type(Actor)`
    select actor
    from admin_sessions
    where token_sha256 = ${sql.binary(tokenSha256)}
      and expires_at > now()
      and last_seen_at > now() - make_interval(secs => ${idleSeconds})`);
}

/** Notes that a session is in use; at most once a minute, so that reading a page seldom writes. */
export async function touchAdminSession(db: Database, tokenSha256: Buffer): Promise<void> {
  await db.query(sql.unsafe`
    update admin_sessions
    set last_seen_at = now()
    where token_sha256 = ${sql.binary(tokenSha256)} and last_seen_at < now() - interval '1 minute'`);
}

/** Ends a session. */
export async function deleteAdminSession(db: Database, tokenSha256: Buffer): Promise<void> {
  await db.query(sql.unsafe`delete from admin_sessions where token_sha256 = ${sql.binary(tokenSha256)}`);
}

/** Removes sessions and sign-in links whose time is over. */
export async function deleteExpiredCredentials(db: Database): Promise<void> {
  await db.query(sql.unsafe`delete from admin_sessions where expires_at < now()`);
  await db.query(sql.unsafe`delete from sign_in_links where expires_at < now()`);
}
