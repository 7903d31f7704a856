import { sql } from "slonik";
import type { Database } from "#app/db/connection/pool.server.ts";

/** Files a link, of whose token only the SHA-256 is kept. */
export async function insertSignInLink(db: Database, tokenSha256: Buffer, expiresAt: Date): Promise<void> {
  await db.query(sql.unsafe`
    insert into sign_in_links (token_sha256, expires_at)
    values (${sql.binary(tokenSha256)}, ${expiresAt.toISOString()})`);
}

/** Ends every link that nobody used. */
export async function deleteSignInLinks(db: Database): Promise<void> {
  await db.query(sql.unsafe`delete from sign_in_links where used_at is null`);
}

/** Uses a link up. @returns whether it was there, unused and in time; of two who use it at once, one is told so */
export async function useSignInLink(db: Database, tokenSha256: Buffer): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update sign_in_links
    set used_at = now()
    where token_sha256 = ${sql.binary(tokenSha256)} and used_at is null and expires_at > now()`);
  return rowCount === 1;
}
