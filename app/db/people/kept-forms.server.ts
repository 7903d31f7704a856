import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

const Owner = z.object({ user_id: z.number().nullable() });

/** Whose session this token was, also where it has ended in the meantime; null where there was none, or its user is disabled. */
export function findOwnerOfSession(db: Database, tokenSha256: Buffer): Promise<z.infer<typeof Owner> | null> {
  return db.maybeOne(sql.type(Owner)`
    select user_id from admin_sessions left join users on users.id = user_id
    where token_sha256 = ${sql.binary(tokenSha256)} and users.is_disabled is not true`);
}

/** Keeps a form for so many seconds. */
export async function insertKeptForm(
  db: Database,
  {
    tokenSha256,
    userId,
    sealed,
    seconds,
  }: { tokenSha256: Buffer; userId: number | null; sealed: Buffer; seconds: number },
): Promise<void> {
  await deleteExpiredForms(db);
  await db.query(sql.unsafe`
    insert into kept_forms (token_sha256, user_id, sealed, expires_at)
    values (${sql.binary(tokenSha256)}, ${userId}, ${sql.binary(sealed)}, now() + make_interval(secs => ${seconds}))`);
}

const Sealed = z.object({ sealed: z.instanceof(Uint8Array) });

/** The form of this token, if it is this user's, which is taken out: a form is sent once. */
export async function takeKeptForm(
  db: Database,
  { tokenSha256, userId }: { tokenSha256: Buffer; userId: number | null },
): Promise<Uint8Array | null> {
  return db.maybeOneFirst(sql.type(Sealed)`
    delete from kept_forms
    where token_sha256 = ${sql.binary(tokenSha256)} and user_id is not distinct from ${userId}::bigint
      and expires_at > now()
    returning sealed`);
}

/** The form of this token, if it is this user's. */
export async function findKeptForm(
  db: Database,
  { tokenSha256, userId }: { tokenSha256: Buffer; userId: number | null },
): Promise<Uint8Array | null> {
  return db.maybeOneFirst(sql.type(Sealed)`
    select sealed from kept_forms
    where token_sha256 = ${sql.binary(tokenSha256)} and user_id is not distinct from ${userId}::bigint
      and expires_at > now()`);
}

/** Deletes the forms that have expired. */
async function deleteExpiredForms(db: Database): Promise<void> {
  await db.query(sql.unsafe`delete from kept_forms where expires_at <= now()`);
}
