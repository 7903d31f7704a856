import type { Database } from "#app/db/connection/pool.server.ts";
import { listReplayable } from "#app/db/deliveries/stored-events.server.ts";
import {
  deleteIdentityRule,
  updateIdentityContacts,
  upsertIdentityRule,
} from "#app/db/leads/identity-decisions.server.ts";
import { deleteLeads } from "#app/db/leads/mixed-leads.server.ts";
import { putNotesOn, takeNotesOff } from "#app/db/notes/notes.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import {
  type IdentityChange,
  type ResolvedChange,
  resolveChange,
  type Unresolved,
} from "#app/features/identity/resolve-change.server.ts";
import { readAllStored } from "#app/features/ingest/read-stored.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { type Applied, applyStored } from "#app/features/replays/apply-stored.server.ts";
import { type Rehearsal, rehearse } from "#app/features/replays/rehearse.server.ts";
import type { AuditAction } from "#app/lib/audit-actions.ts";

const BATCH = 100;
const ACTIONS = {
  split: "split lead",
  join: "join leads",
  undo: "undo decision about leads",
} as const satisfies Record<IdentityChange["kind"], AuditAction>;

/** Tells what a change would do, by doing it and rolling back. `rehearsal` is null while others write to the same rows. */
export async function rehearseChange(
  db: Database,
  change: IdentityChange,
): Promise<{ rehearsal: Rehearsal | null } | Unresolved> {
  const resolved = await resolveChange(db, change);
  if ("reason" in resolved) return resolved;
  const deliveries = await readAllStored(db, await listReplayable(db, resolved.eventIds));
  const rehearsal = await rehearse(
    db,
    deliveries,
    (transaction) => sortAnew(transaction, resolved, "dry run"),
    resolved.contactIds,
  );
  return { rehearsal };
}

/** Makes the change, in one transaction: the rules, and the leads again from their deliveries. @returns the leads that it made */
export async function applyChange(
  db: Database,
  change: IdentityChange,
  { actor, sourceAddress }: Admin,
): Promise<{ leadIds: number[] } | Unresolved> {
  const done = await db.transaction(async (transaction) => {
    const resolved = await resolveChange(transaction, change);
    if ("reason" in resolved) return resolved;
    const applied = await sortAnew(transaction, resolved, actor);
    const target = "contactId" in change ? String(change.contactId) : null;
    const leadIds = leadsOf(applied);
    const details = { leadsBefore: resolved.contactIds, leadsAfter: leadIds, deliveries: applied.length };
    await recordAudit(transaction, { actor, sourceAddress, action: ACTIONS[change.kind], target, details });
    return { leadIds };
  });
  if ("leadIds" in done) announceChange("deliveries");
  return done;
}

async function sortAnew(
  transaction: Database,
  { made, removed, contactIds, eventIds }: ResolvedChange,
  actor: string,
): Promise<Applied[]> {
  for (const rule of made) await upsertIdentityRule(transaction, { ...rule, actor });
  for (const key of removed) await deleteIdentityRule(transaction, key);
  const events = await listReplayable(transaction, eventIds);
  const notes = await takeNotesOff(transaction, contactIds);
  await deleteLeads(transaction, contactIds);
  const applied: Applied[] = [];
  for (let at = 0; at < events.length; at += BATCH) {
    applied.push(...(await applyStored(transaction, events.slice(at, at + BATCH))));
  }
  const leads = leadsOf(applied);
  // Nobody can tell whom of several a note means: it stays with the one that was sent first.
  if (leads[0] !== undefined) await putNotesOn(transaction, leads[0], notes);
  await updateIdentityContacts(
    transaction,
    made.map(({ key }) => key),
    leads,
  );
  return applied;
}

function leadsOf(applied: readonly Applied[]): number[] {
  return [...new Set(applied.flatMap(({ touched }) => touched.flatMap(({ contactId }) => contactId ?? [])))];
}
