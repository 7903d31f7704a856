import type { Database } from "#app/db/connection/pool.server.ts";
import { listReplayable } from "#app/db/deliveries/stored-events.server.ts";
import { listDeliveriesOfLeads } from "#app/db/leads/mixed-leads.server.ts";
import { namedKeys } from "#app/features/ingest/contact-identity.server.ts";
import { readAllStored } from "#app/features/ingest/read-stored.server.ts";
import { foldText } from "#app/lib/fold-text.ts";

/** So many deliveries of a lead can be sorted again at once. */
export const MOST_DELIVERIES = 1_000;

/** A person as a lead's deliveries name them, and in how many. */
export type Named = { name: string; email: string | null; deliveries: number };

/** The people that a lead's deliveries name, and the keys that say they are one, those of most people first. */
export async function describePeople(db: Database, contactId: number): Promise<{ people: Named[]; keys: string[] }> {
  const found = await listDeliveriesOfLeads(db, [contactId], MOST_DELIVERIES);
  const events = await listReplayable(
    db,
    found.map(({ id }) => id),
  );
  const people = new Map<string, Named>();
  const sharers = new Map<string, Set<string>>();
  for (const { parsed } of await readAllStored(db, events)) {
    if (!parsed?.contact) continue;
    const { firstName, lastName, email } = parsed.contact;
    const name = [firstName, lastName].filter(Boolean).join(" ") || "without a name";
    const person = foldText(name);
    const known = people.get(person) ?? { name, email, deliveries: 0 };
    people.set(person, { ...known, email: known.email ?? email, deliveries: known.deliveries + 1 });
    for (const key of namedKeys(parsed.contact)) sharers.set(key, (sharers.get(key) ?? new Set()).add(person));
  }
  const keys = [...sharers].sort(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1)).map(([key]) => key);
  return { people: [...people.values()], keys };
}
