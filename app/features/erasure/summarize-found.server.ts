import type { Database } from "#app/db/connection/pool.server.ts";
import type { FoundLead, FoundPerson } from "#app/db/erasure/erasures.server.ts";
import type { FateTable } from "#app/db/erasure/fates.server.ts";
import { type HeldRows, listHoldNames } from "#app/db/keeping/held-rows.server.ts";
import { type Candidate, type FoundRows, wantedIn } from "#app/features/erasure/find-person.server.ts";
import { eitherOf, type Identifier } from "#app/features/erasure/identifiers.server.ts";
import { leadName } from "#app/features/erasure/likely-leads.server.ts";
import { planErasure } from "#app/features/erasure/plan-erasure.server.ts";

const kinds = { phone: "number", email: "e-mail address", leadId: "lead id", name: "name" } as const;
const where: Partial<Record<FateTable, string>> = {
  contacts: "lead",
  contact_aliases: "earlier phones and addresses",
  calls: "calls",
  call_events: "deliveries",
};

/** What an admin has to see before confirming: each lead by name, why it was found, and what would change. */
export async function summarizeFound(db: Database, found: FoundRows, note: string | null = null): Promise<FoundPerson> {
  const leads = [...found.candidates.values()].map((candidate) => summarizeLead(candidate, found));
  leads.sort((a, b) => Number(b.isSure) - Number(a.isSure) || a.id - b.id);
  const plan = await planErasure(db, found, found.selected);
  return {
    counts: plan.counts,
    leads,
    searchedFor: found.identifiers.filter((one) => !found.common.includes(one)).map(label),
    common: found.common.map(label),
    pattern: eitherOf(await wantedIn(db, found)) ?? "",
    note,
    held: await summarizeHeld(db, plan.held),
  };
}

/** What an erasure leaves until holds end; null where nothing is on hold. */
async function summarizeHeld(db: Database, held: HeldRows): Promise<FoundPerson["held"]> {
  const { contactIds, callIds, eventIds, holdIds } = held;
  const leads = contactIds.length;
  const calls = callIds.length;
  const deliveries = eventIds.length;
  if (leads + calls + deliveries + holdIds.length === 0) return null;
  return { leads, calls, deliveries, holds: await listHoldNames(db, held) };
}

const label = ({ kind, value }: Identifier) => `${kinds[kind]} ${value}`;

function summarizeLead(candidate: Candidate, { identifiers, selected }: FoundRows): FoundLead {
  const { lead, own, found } = candidate;
  const values = (kind: Identifier["kind"]) =>
    candidate.identifiers.filter((one) => one.kind === kind).map(({ value }) => value);
  return {
    id: lead.id,
    name: leadName(candidate) || "Without a name",
    phones: values("phone"),
    emails: values("email"),
    leadIds: values("leadId"),
    calls: lead.calls,
    deliveries: lead.deliveries,
    why: whyOf(own, found, identifiers),
    isSure: selected.has(lead.id),
  };
}

function whyOf(own: Set<number>, found: Candidate["found"], identifiers: readonly Identifier[]): string[] {
  const named = (number: number) => label(identifiers[number] as Identifier);
  const mentioned = [...found].flatMap(([table, numbers]) =>
    [...numbers]
      .filter((number) => !own.has(number))
      .map((number) => `the ${named(number)} in its ${where[table] ?? table}`),
  );
  return [...[...own].map((number) => `has the ${named(number)}`), ...new Set(mentioned)];
}
