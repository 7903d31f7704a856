import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { deleteView, findView, type SavedView, upsertView } from "#app/db/people/saved-views.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { maskLabel } from "#app/lib/mask.ts";
import { plainDigits } from "#app/lib/plain-digits.ts";
import { isAtLeast } from "#app/lib/roles.ts";
import { VIEWED_LISTS } from "#app/lib/viewed-lists.ts";

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((given) => !given.includes("\0"));

/** Parameters that are a place in the list, or of the moment, and no part of a view. */
const NOT_KEPT = ["before", "after", "live", "export"];

/** What somebody keeps: the query of a list as it is shown, and a name. */
export const ViewForm = z.object({
  list: z.enum(VIEWED_LISTS),
  name: text(80).min(1),
  query: text(2_000),
  shared: z.literal("yes").optional(),
});

/** Whether a query holds a phone, an e-mail address or words of a note, which nobody else should get with a view. */
const PERSONAL = /@|%40|\d(?:\D{0,3}\d){6}|\bnote:/i;
const isPersonal = (query: URLSearchParams) =>
  [...query].some(([name, value]) => (name === "search" || name === "source") && PERSONAL.test(plainDigits(value)));

/**
 * Keeps a view for its owner alone, or for everybody.
 * @returns why it cannot be shared; null where it is saved
 */
export async function saveView(db: Database, form: z.output<typeof ViewForm>, admin: Admin): Promise<string | null> {
  const query = new URLSearchParams(form.query);
  for (const name of NOT_KEPT) query.delete(name);
  const isShared = form.shared === "yes";
  if (isShared && !isAtLeast(admin.role, "operator")) return "Sharing a view needs the role “operator”.";
  if (isShared && isPersonal(query)) return "A search for a phone, an e-mail address or a note cannot be shared.";
  if (isShared && maskLabel(form.name) !== form.name)
    return "A view with a phone or an e-mail address in its name cannot be shared.";
  const view = { list: form.list, name: form.name, query: query.toString(), owner: admin.actor, is_shared: isShared };
  await db.transaction(async (transaction) => {
    await upsertView(transaction, view);
    await recordAudit(transaction, {
      ...admin,
      action: isShared ? "share view" : "save view",
      target: `${view.list}: ${view.name}`,
    });
  });
  return null;
}

/** Whether somebody may remove a view: their own, and as an admin a shared one of others. */
export function mayRemoveView({ owner, is_shared }: Pick<SavedView, "owner" | "is_shared">, admin: Admin): boolean {
  return owner === admin.actor || (is_shared && isAtLeast(admin.role, "admin"));
}

/** Removes a view. @returns false where there is none that this admin may remove */
export async function removeView(db: Database, id: number, admin: Admin): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const view = await findView(transaction, id);
    if (!view || !mayRemoveView(view, admin)) return false;
    await deleteView(transaction, id);
    await recordAudit(transaction, { ...admin, action: "remove view", target: `${view.list}: ${view.name}` });
    return true;
  });
}
