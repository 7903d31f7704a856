import type { Database } from "#app/db/connection/pool.server.ts";
import { findIdentityDecision } from "#app/db/leads/identity-decisions.server.ts";
import {
  type LeadName,
  listContactIdsOfKey,
  listDeliveriesOfLeads,
  listLeadNames,
} from "#app/db/leads/mixed-leads.server.ts";
import { MOST_DELIVERIES } from "#app/features/identity/describe-people.server.ts";

/** What an admin wants: keys that several people share, two leads that are one person, or a decision undone. */
export type IdentityChange =
  | { kind: "split"; contactId: number; keys: string[] }
  | { kind: "join"; contactId: number; withId: number }
  | { kind: "undo"; decisionId: number };

/** What it takes: rules to make and to remove, leads to make again, and the deliveries to make them of. */
export type ResolvedChange = {
  made: { key: string; sameAs: string | null }[];
  removed: string[];
  contactIds: number[];
  eventIds: string[];
};

export type Unresolved = { reason: string };

const keyOf = ({ lead_id, match_key }: LeadName) => (lead_id === null ? (match_key as string) : `lead:${lead_id}`);

/** Finds out what a change takes; or says in words why it cannot be done. */
export async function resolveChange(db: Database, change: IdentityChange): Promise<ResolvedChange | Unresolved> {
  const plan = await planChange(db, change);
  if ("reason" in plan) return plan;
  const events = await listDeliveriesOfLeads(db, plan.contactIds, MOST_DELIVERIES + 1);
  if (events.length > MOST_DELIVERIES) {
    return {
      reason: `They have more than ${MOST_DELIVERIES} deliveries, which is too many for one change.`,
    };
  }
  const gone = events.filter(({ has_body }) => !has_body).length;
  if (gone > 0) {
    return {
      reason: `${gone} of ${events.length} deliveries no longer have their body, so the portal cannot tell who they are about.`,
    };
  }
  return { ...plan, eventIds: events.map(({ id }) => id) };
}

async function planChange(
  db: Database,
  change: IdentityChange,
): Promise<Omit<ResolvedChange, "eventIds"> | Unresolved> {
  if (change.kind === "split") {
    if (change.keys.length === 0) return { reason: "Select the values that several people share." };
    const made = change.keys.map((key) => ({ key, sameAs: null }));
    return { made, removed: [], contactIds: [change.contactId] };
  }
  if (change.kind === "join") {
    if (change.contactId === change.withId) return { reason: "This is the same lead." };
    const leads = await listLeadNames(db, [change.contactId, change.withId]);
    const [kept, other] = [change.contactId, change.withId].map((id) => leads.find((lead) => lead.id === id));
    if (!kept || !other) return { reason: "One of the two leads does not exist." };
    return { made: [{ key: keyOf(other), sameAs: keyOf(kept) }], removed: [], contactIds: [other.id] };
  }
  const decision = await findIdentityDecision(db, change.decisionId);
  if (!decision) return { reason: "This decision is already undone." };
  const keys = decision.sameAs === null ? [decision.key] : [decision.key, decision.sameAs];
  const now = await Promise.all(keys.map((key) => listContactIdsOfKey(db, key)));
  return { made: [], removed: [decision.key], contactIds: [...new Set([...decision.contactIds, ...now.flat()])] };
}
