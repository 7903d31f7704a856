import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { User } from "#app/db/people/users.server.ts";
import { Access, accessIn } from "#app/features/auth/access.server.ts";
import { changeUser } from "#app/features/auth/change-user.server.ts";
import { inviteAgain } from "#app/features/auth/invite-user.server.ts";
import { type Admin, closeSessionsOf } from "#app/features/auth/sessions.server.ts";
import { readFields } from "#app/lib/read-fields.ts";

const Change = z.object({ intent: z.enum(["role", "disable", "enable", "invite", "sign-out", "remove"]) });

/** The result of a form: the `token` of a new invitation, a refusal, or a confirmation. */
export type Applied = { done?: string; error?: string; token?: string; isRemoved?: boolean };

/** What a form of this page asks for, done. */
export async function applyChange(db: Database, user: User, form: FormData, admin: Admin): Promise<Applied> {
  const { data: change } = Change.safeParse(Object.fromEntries(form));
  if (!change) return { error: "The form did not say what to change. Choose it again." };
  if (change.intent === "invite") {
    const invited = await inviteAgain(db, user, admin);
    return invited.ok ? { token: invited.token } : { error: invited.reason };
  }
  if (change.intent === "sign-out") {
    const ended = await closeSessionsOf(db, { actor: user.email, userId: user.id }, admin);
    return { done: ended === 1 ? "1 session has ended." : `${ended} sessions have ended.` };
  }
  if (change.intent === "remove") {
    const refused = await changeUser(db, user, "remove", admin);
    return refused === null ? { isRemoved: true } : { error: refused };
  }
  if (change.intent === "role") return changeAccess(db, user, form, admin);
  const wanted = { isDisabled: change.intent === "disable" };
  const refused = await changeUser(db, user, wanted, admin);
  return refused === null ? { done: "Saved." } : { error: refused };
}

async function changeAccess(db: Database, user: User, form: FormData, admin: Admin): Promise<Applied> {
  const access = readFields(Access, accessIn(form));
  const refused = access.fault ?? (await changeUser(db, user, access.data, admin));
  return refused === null ? { done: "Saved." } : { error: refused };
}
