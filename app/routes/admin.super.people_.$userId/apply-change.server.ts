import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";
import type { User } from "#app/db/users.server.ts";
import { changeUser } from "#app/features/auth/change-user.server.ts";
import { inviteAgain } from "#app/features/auth/invite-user.server.ts";
import { type Admin, closeSessionsOf } from "#app/features/auth/sessions.server.ts";
import { ROLES } from "#app/lib/roles.ts";

const Change = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("role"), role: z.enum(ROLES) }),
  z.object({ intent: z.enum(["disable", "enable", "invite", "sign-out", "remove"]) }),
]);

/** What came of a form of the page: `token` of a new invitation, or why it was refused, or what was done. */
export type Applied = { done?: string; error?: string; token?: string; isRemoved?: boolean };

/** @throws {Response} 400 where the form is not one of the page */
export async function applyChange(db: Database, user: User, form: FormData, admin: Admin): Promise<Applied> {
  const parsed = Change.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new Response("This form is not complete.", { status: 400 });
  const change = parsed.data;
  if (change.intent === "invite") {
    const invited = await inviteAgain(db, user, admin);
    return invited.ok ? { token: invited.token } : { error: invited.reason };
  }
  if (change.intent === "sign-out") {
    const ended = await closeSessionsOf(db, { actor: user.email, userId: user.id }, admin);
    return { done: ended === 1 ? "1 session was ended." : `${ended} sessions were ended.` };
  }
  if (change.intent === "remove") {
    const refused = await changeUser(db, user, "remove", admin);
    return refused === null ? { isRemoved: true } : { error: refused };
  }
  const wanted = change.intent === "role" ? { role: change.role } : { isDisabled: change.intent === "disable" };
  const refused = await changeUser(db, user, wanted, admin);
  return refused === null ? { done: "That is done." } : { error: refused };
}
