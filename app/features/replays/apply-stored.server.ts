import { updateAppliedEvent } from "#app/db/failed-events.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import type { StoredEvent } from "#app/db/stored-events.server.ts";
import type { Delivery, Outcome, StoredDelivery, Touched } from "#app/features/webhooks/delivery.server.ts";
import { readStored } from "#app/features/webhooks/read-stored.server.ts";
import { storeDeliveries } from "#app/features/webhooks/store-deliveries.server.ts";

/** What a delivery came to when it was applied once more. `isChanged`: it told a call or a lead something. */
export type Applied = { id: string; outcome: Outcome; isChanged: boolean; touched: Touched };

/**
 * Applies deliveries of the ledger once more, in the caller's transaction, from their bytes and as today's code reads them.
 * Each keeps its id, which is its place in the order: what is missing comes back, what came later stays, and one that is
 * in force already changes nothing, its ledger row included (decision 10).
 */
export async function applyStored(db: Database, events: readonly StoredEvent[]): Promise<Applied[]> {
  if (events.length === 0) return [];
  const deliveries = events.map(readStored);
  const stored = await storeDeliveries(db, deliveries);
  const applied: Applied[] = [];
  for (const [index, event] of events.entries()) {
    const [delivery, result] = [deliveries[index] as Delivery, stored[index] as StoredDelivery];
    const { outcome } = result.verdict;
    if (isNews(event, result)) await updateLedger(db, event, delivery, result);
    applied.push({ id: event.id, outcome, isChanged: outcome === "processed", touched: result.touched });
  }
  return applied;
}

const wasApplied = ({ outcome }: StoredEvent) => outcome === "processed" || outcome === "duplicate";

/** Whether the ledger has to say something else now. That today's code understands it no more undoes nothing. */
function isNews(event: StoredEvent, { verdict, touched }: StoredDelivery): boolean {
  if (!wasApplied(event)) return true;
  if (verdict.outcome !== "processed" && verdict.outcome !== "duplicate") return false;
  const { callId, contactId, agentId } = touched;
  const isElsewhere = callId !== event.call_id || contactId !== event.contact_id || agentId !== event.agent_id;
  return isElsewhere || (verdict.outcome === "processed" && event.outcome === "duplicate");
}

async function updateLedger(db: Database, event: StoredEvent, delivery: Delivery, stored: StoredDelivery) {
  const { parsed, bodyShape } = delivery;
  const { verdict, touched } = stored;
  await updateAppliedEvent(db, {
    id: event.id,
    kind: parsed?.kind ?? null,
    // What was once applied and changed something stays so, whether or not it does so again.
    outcome: event.outcome === "processed" ? "processed" : verdict.outcome,
    isMisrouted: parsed?.isMisrouted ?? false,
    bodyShape,
    error: verdict.error,
    hint: verdict.hint,
    problems: parsed && parsed.problems.length > 0 ? parsed.problems : null,
    ...touched,
  });
}
