import type { Database } from "#app/db/connection/pool.server.ts";
import { findLeadNamed, listLeadNames } from "#app/db/leads/mixed-leads.server.ts";
import { describePeople, type Named } from "#app/features/identity/describe-people.server.ts";
import type { IdentityChange } from "#app/features/identity/resolve-change.server.ts";
import { queryField } from "#app/http/read-query.server.ts";

/** What a split may choose from, and what was chosen. */
export type Choice = { lead: number; people: Named[]; keys: string[]; chosen: string[] };

/**
 * The change that an address asks for: `split` (a lead's number) with the places of the keys in `key`, `join` and `with`,
 * or `undo`. Addresses name numbers only, never what identifies a person.
 */
export async function readChange(
  db: Database,
  request: Request,
): Promise<{ change: IdentityChange | null; choice: Choice | null }> {
  const query = new URL(request.url).searchParams;
  const numberOf = (name: string) => queryField.id.safeParse(query.get(name) ?? undefined).data;
  const [split, join, undo] = [numberOf("split"), numberOf("join"), numberOf("undo")];
  if (undo !== undefined) return { change: { kind: "undo", decisionId: undo }, choice: null };
  if (join !== undefined) {
    const other = await findLeadNamed(db, query.get("with")?.trim() ?? "");
    return { change: other && { kind: "join", contactId: join, withId: other.id }, choice: null };
  }
  const [lead] = split === undefined ? [] : await listLeadNames(db, [split]);
  if (!lead) return { change: null, choice: null };
  const { people, keys } = await describePeople(db, lead.id);
  const places = query.getAll("key").map(Number);
  const chosen = keys.filter((_, place) => places.includes(place));
  return {
    change: { kind: "split", contactId: lead.id, keys: chosen },
    choice: { lead: lead.id, people, keys, chosen },
  };
}
