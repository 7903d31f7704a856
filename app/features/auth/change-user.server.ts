import type { Database } from "#app/db/connection/pool.server.ts";
import { endAdminSessionsOf } from "#app/db/people/admin-sessions.server.ts";
import { deleteInvitationsOf } from "#app/db/people/user-invitations.server.ts";
import { deleteUser, findUser, hasOtherAdmin, lockUsers, type User, updateUser } from "#app/db/people/users.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { refuseUnknownCampaigns } from "#app/features/auth/access.server.ts";
import { isSingleSignOnSet } from "#app/features/auth/identity-provider.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { isPasswordSet } from "#app/features/auth/sign-in-with-password.server.ts";
import type { AuditAction } from "#app/lib/audit-actions.ts";
import type { Role } from "#app/lib/roles.ts";

/** A change to another user, or to oneself. */
export type UserChange = { role: Role; campaigns?: readonly string[] } | { isDisabled: boolean } | "remove";

/**
 * Changes what a user may do, at once and for their open sessions too.
 * @returns why it is refused: nobody could manage the portal any more; null where it is done
 */
export async function changeUser(db: Database, user: User, change: UserChange, admin: Admin): Promise<string | null> {
  return db.transaction(async (transaction) => {
    await lockUsers(transaction);
    const now = await findUser(transaction, user.id);
    if (!now) return `${user.name} was removed in the meantime.`;
    const staysAdmin = change !== "remove" && "role" in change ? change.role === "admin" : isEnabling(change);
    if (now.role === "admin" && !now.is_disabled && !staysAdmin && !isPasswordSet()) {
      if (!(await hasOtherAdmin(transaction, user.id, isSingleSignOnSet()))) {
        return `${user.name} is the last admin who can sign in. Make somebody else an admin first, or set ADMIN_PASSWORD.`;
      }
    }
    if (change !== "remove" && "role" in change) {
      const refused = await refuseUnknownCampaigns(transaction, change.campaigns ?? [], now.campaigns);
      if (refused !== null) return refused;
    }
    if (change === "remove") await deleteUser(transaction, now);
    else await updateUser(transaction, user.id, change);
    if (change !== "remove" && "isDisabled" in change && change.isDisabled) {
      await endAdminSessionsOf(transaction, user.id);
      await deleteInvitationsOf(transaction, user.id);
    }
    await recordAudit(transaction, { ...admin, ...auditOf(change), target: user.email });
    return null;
  });
}

function isEnabling(change: UserChange): boolean {
  return change !== "remove" && "isDisabled" in change && !change.isDisabled;
}

function auditOf(change: UserChange): { action: AuditAction; details?: Record<string, unknown> } {
  if (change === "remove") return { action: "remove user" };
  if ("role" in change) return { action: "change role", details: change };
  return { action: change.isDisabled ? "disable user" : "enable user" };
}
