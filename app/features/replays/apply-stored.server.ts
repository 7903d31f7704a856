import type { Database } from "#app/db/connection/pool.server.ts";
import { updateAppliedEvent, updateFieldMapVersions } from "#app/db/deliveries/failed-events.server.ts";
import type { StoredEvent } from "#app/db/deliveries/stored-events.server.ts";
import type { Delivery, StoredDelivery, Touched } from "#app/features/ingest/delivery.server.ts";
import { readAllStored } from "#app/features/ingest/read-stored.server.ts";
import { storeDeliveries } from "#app/features/ingest/store-deliveries.server.ts";
import { isApplied, type Outcome } from "#app/lib/outcomes.ts";

/**
 * What a delivery came to when it was applied once more. `isChanged`: it told a call or a lead something. `touched`: what it
 * and its parts touched.
 */
export type Applied = { id: string; outcome: Outcome; isChanged: boolean; touched: Touched[] };

/** What a stored delivery and its parts did. */
export function whatItDid(id: string, { verdict, touched, parts }: StoredDelivery): Applied {
  const isChanged = [verdict, ...parts.map((part) => part.verdict)].some(({ outcome }) => outcome === "processed");
  return { id, outcome: verdict.outcome, isChanged, touched: [touched, ...parts.map((part) => part.touched)] };
}

/**
 * Applies stored deliveries once more, in the caller's transaction, from their bytes and as today's code reads them
 * with the newest field maps. Each keeps its id, which is its place in the order: what is missing comes back, what came later stays, and one that is
 * already applied changes nothing, its own row included but for the version of the field map (decision 10).
 */
export async function applyStored(db: Database, events: readonly StoredEvent[]): Promise<Applied[]> {
  if (events.length === 0) return [];
  const deliveries = await readAllStored(db, events);
  const stored = await storeDeliveries(db, deliveries);
  const applied: Applied[] = [];
  const readAnew: { id: string; version: number | null }[] = [];
  for (const [index, event] of events.entries()) {
    const [delivery, result] = [deliveries[index] as Delivery, stored[index] as StoredDelivery];
    if (isNews(event, result)) await updateEvent(db, event, delivery, result);
    for (const { raw, fieldMapVersion: version } of appliedOf(delivery, result)) {
      if (version !== event.field_map_version) readAnew.push({ id: raw.eventId, version });
    }
    applied.push(whatItDid(event.id, result));
  }
  await updateFieldMapVersions(db, readAnew);
  return applied;
}

/** A delivery and its parts, as far as they are in effect as they were read now. */
function appliedOf(delivery: Delivery, { verdict, parts }: StoredDelivery): Delivery[] {
  const read = delivery.parts.flatMap((part, index) => appliedOf(part, parts[index] as StoredDelivery));
  return isApplied(verdict.outcome) ? [delivery, ...read] : read;
}

/** Whether the delivery's row has to say something else now. That today's code understands it no more undoes nothing. */
function isNews(event: StoredEvent, { verdict, touched }: StoredDelivery): boolean {
  if (!isApplied(event.outcome)) return true;
  if (!isApplied(verdict.outcome)) return false;
  const { callId, contactId, agentId } = touched;
  const isElsewhere = callId !== event.call_id || contactId !== event.contact_id || agentId !== event.agent_id;
  return isElsewhere || (verdict.outcome === "processed" && event.outcome === "duplicate");
}

async function updateEvent(db: Database, event: StoredEvent, delivery: Delivery, stored: StoredDelivery) {
  const { parsed, problems, bodyShape } = delivery;
  const { verdict, touched } = stored;
  await updateAppliedEvent(db, {
    id: event.id,
    isTest: event.is_test,
    kind: parsed?.kind ?? null,
    // What was once applied and changed something stays so, whether or not it does so again.
    outcome: event.outcome === "processed" ? "processed" : verdict.outcome,
    isMisrouted: parsed?.isMisrouted ?? false,
    bodyShape,
    fieldMapVersion: delivery.fieldMapVersion,
    error: verdict.error,
    hint: verdict.hint,
    problems: problems.length > 0 ? problems : null,
    ...touched,
  });
}
