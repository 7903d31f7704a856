import type { Database } from "#app/db/connection/pool.server.ts";
import { hasUsersWithPassword } from "#app/db/people/users.server.ts";
import { isSingleSignOnSet } from "#app/features/auth/identity-provider.server.ts";
import { isPasswordSet } from "#app/features/auth/sign-in-with-password.server.ts";

/** The ways in besides the one-time link: a form for the built-in admin, one for named users, single sign-on. */
export type SignInOptions = { hasAdminPassword: boolean; hasUsers: boolean; hasSingleSignOn: boolean };

export async function signInOptions(db: Database): Promise<SignInOptions> {
  return {
    hasAdminPassword: isPasswordSet(),
    hasUsers: await hasUsersWithPassword(db),
    hasSingleSignOn: isSingleSignOnSet(),
  };
}
