import type { Database } from "#app/db/connection/pool.server.ts";
import { type Lead, listPayloadsOf } from "#app/db/erasure/people.server.ts";
import { furtherContacts } from "#app/features/erasure/further-contacts.server.ts";
import { type Identifier, sameAs } from "#app/features/erasure/identifiers.server.ts";
import { readAllStored } from "#app/features/ingest/read-stored.server.ts";

/** A lead with everything that it ever was known by, the latest first, and single words that mean it in its own rows. */
export type DescribedLead = { lead: Lead; identifiers: Identifier[]; words: string[] };

/** Reads what stands in the lead's row and its calls, and every delivery about it: a lead may have changed all of it. */
export async function describeLead(db: Database, lead: Lead): Promise<DescribedLead> {
  const payloads = await listPayloadsOf(db, lead.id);
  const parsed = (await readAllStored(db, payloads)).map((stored) => stored.parsed);
  const said = parsed.flatMap((one) => one?.contact ?? []);
  const extras = [
    ...lead.extras,
    ...parsed.flatMap((one) => [one?.contact?.extra ?? [], one?.call?.extra ?? []].flat()),
  ];
  const further = furtherContacts(extras);
  const names = [
    { first: lead.first_name, last: lead.last_name },
    ...said.map(({ firstName, lastName }) => ({ first: firstName, last: lastName })),
  ];
  const values: Record<Identifier["kind"], (string | null)[]> = {
    phone: [
      lead.phone_e164 ?? lead.phone_number,
      ...lead.call_phones,
      ...said.map(({ phoneE164, phoneNumber }) => phoneE164 ?? phoneNumber),
      ...lead.aliases.filter((alias) => !alias.includes("@")),
      ...further.phones,
    ],
    email: [
      lead.email,
      ...said.map(({ email }) => email),
      ...lead.aliases.filter((alias) => alias.includes("@")),
      ...further.emails,
    ],
    leadId: [lead.lead_id, ...lead.call_lead_ids, ...said.map(({ leadId }) => leadId)],
    name: names.map(({ first, last }) => (first && last ? `${first} ${last}` : null)),
  };
  const all = Object.entries(values).flatMap(([kind, list]) =>
    list.flatMap((value) => (value ? [{ kind: kind as Identifier["kind"], value }] : [])),
  );
  const words = [
    ...names.flatMap(({ first, last }) => [first, last]),
    lead.address,
    ...said.map(({ address }) => address),
  ].filter((word) => word !== null);
  return { lead, identifiers: unique(all), words: [...new Set(words)] };
}

export function unique(identifiers: readonly Identifier[]): Identifier[] {
  return [...new Map(identifiers.toReversed().map((one) => [sameAs(one), one])).values()].toReversed();
}
