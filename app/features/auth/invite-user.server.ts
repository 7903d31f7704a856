import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { deleteExpiredCredentials } from "#app/db/people/admin-sessions.server.ts";
import { insertInvitation } from "#app/db/people/user-invitations.server.ts";
import { insertUser, type User } from "#app/db/people/users.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { Access, refuseUnknownCampaigns } from "#app/features/auth/access.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { newToken, tokenSha256 } from "#app/features/auth/tokens.server.ts";
import { readFields } from "#app/lib/read-fields.ts";

const LIFETIME_MS = 7 * 24 * 3600 * 1000;

const Invitation = z
  .object({
    email: z.string().trim().pipe(z.email("Enter a valid e-mail address.")),
    name: z.string().trim().max(200, "The name is too long.").default(""),
  })
  .and(Access);

/** The token of an invitation's link, to be shown once: `/invitation?token=<token>`. */
export type Invited = { ok: true; email: string; token: string } | { ok: false; reason: string };

/** Makes a user who has yet to set a password, with the link for it. No mail is sent. */
export async function inviteUser(db: Database, fields: Record<string, unknown>, admin: Admin): Promise<Invited> {
  const { data, fault } = readFields(Invitation, fields, { email: "E-mail address", name: "Name" });
  if (fault !== null) return { ok: false, reason: fault };
  const { email, name, ...access } = data;
  const refused = await refuseUnknownCampaigns(db, access.campaigns);
  if (refused !== null) return { ok: false, reason: refused };
  await deleteExpiredCredentials(db);
  return db.transaction(async (transaction) => {
    const user = await insertUser(transaction, { email, name: name || email, ...access });
    if (!user) return { ok: false, reason: `Somebody already has the address ${email}.` };
    await recordAudit(transaction, { ...admin, action: "invite user", target: user.email, details: access });
    return { ok: true, email, token: await newInvitation(transaction, user) };
  });
}

/** A new link for a user who lost the first one, or forgot the password, which stays valid until the link is used. */
export async function inviteAgain(db: Database, user: User, admin: Admin): Promise<Invited> {
  return db.transaction(async (transaction) => {
    await recordAudit(transaction, { ...admin, action: "invite user again", target: user.email });
    return { ok: true, email: user.email, token: await newInvitation(transaction, user) };
  });
}

async function newInvitation(transaction: Database, user: User): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(Date.now() + LIFETIME_MS);
  await insertInvitation(transaction, { tokenSha256: tokenSha256(token), userId: user.id, expiresAt });
  return token;
}
