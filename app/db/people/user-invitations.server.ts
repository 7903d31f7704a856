import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { User } from "#app/db/people/users.server.ts";

const UserId = User.pick({ id: true });
const Invited = z.object({ id: z.number(), email: z.string(), name: z.string() });

/** Files an invitation, of whose token only the SHA-256 is kept. Earlier ones of this user end. */
export async function insertInvitation(
  transaction: Database,
  invitation: { tokenSha256: Buffer; userId: number; expiresAt: Date },
): Promise<void> {
  await deleteInvitationsOf(transaction, invitation.userId);
  await transaction.query(sql.unsafe`
    insert into user_invitations (token_sha256, user_id, expires_at)
    values (${sql.binary(invitation.tokenSha256)}, ${invitation.userId}, ${invitation.expiresAt.toISOString()})`);
}

/** Ends the invitations of a user. */
export async function deleteInvitationsOf(db: Database, userId: number): Promise<void> {
  await db.query(sql.unsafe`delete from user_invitations where user_id = ${userId}`);
}

/** Whom an invitation is for; null where it was used, replaced, is too old, or its user may not enter. */
export function findInvited(db: Database, tokenSha256: Buffer): Promise<z.infer<typeof Invited> | null> {
  return db.maybeOne(sql.type(Invited)`
    select users.id, users.email, users.name
    from user_invitations
    join users on users.id = user_invitations.user_id
    where token_sha256 = ${sql.binary(tokenSha256)} and expires_at > now() and not users.is_disabled`);
}

/** Uses an invitation up. @returns its user's id; of two who use it at once, one is told null */
export function useInvitation(db: Database, tokenSha256: Buffer): Promise<number | null> {
  return db.maybeOneFirst(sql.type(UserId)`
    delete from user_invitations
    where token_sha256 = ${sql.binary(tokenSha256)} and expires_at > now()
      and exists (select from users where users.id = user_id and not users.is_disabled)
    returning user_id as id`);
}
