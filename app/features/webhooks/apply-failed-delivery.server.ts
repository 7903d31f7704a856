import {
  type EventToApply,
  findEventToApply,
  recordFailedApply,
  updateAppliedEvent,
} from "#app/db/failed-events.server.ts";
import { isDatabaseAway } from "#app/db/is-database-away.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import type { Outcome, RawDelivery, StoredDelivery } from "#app/features/webhooks/delivery.server.ts";
import { readVerified } from "#app/features/webhooks/read-delivery.server.ts";
import { storeDeliveries } from "#app/features/webhooks/store-deliveries.server.ts";
import { log } from "#app/log.server.ts";

/**
 * Applies a delivery that failed or could not be read, from what the ledger kept of it, as today's code reads it. It
 * keeps its id and time of receipt, so that it never overrides what came after it. `admin` is who asked for it; null for
 * the worker.
 * @returns its outcome now; null where there is nothing to apply: it is applied already, or its body is gone
 */
export async function applyFailedDelivery(db: Database, eventId: string, admin: Admin | null): Promise<Outcome | null> {
  await installJobQueue();
  try {
    const applied = await db.transaction(async (transaction) => {
      const event = await findEventToApply(transaction, eventId);
      if (!event) return null;
      const stored = await applyEvent(transaction, event);
      const { outcome } = stored.verdict;
      if (admin) await audit(transaction, admin, eventId, outcome);
      return outcome;
    });
    announceChange("deliveries");
    return applied;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ err: error, eventId }, "a delivery could not be applied again");
  }
  await recordFailedApply(db, eventId);
  if (admin) await audit(db, admin, eventId, "failed");
  return "failed";
}

async function applyEvent(db: Database, event: EventToApply): Promise<StoredDelivery> {
  const delivery = readVerified(rawOf(event), event.body);
  const [stored] = (await storeDeliveries(db, [delivery])) as [StoredDelivery];
  const { parsed, bodyShape } = delivery;
  await updateAppliedEvent(db, {
    id: event.id,
    kind: parsed?.kind ?? null,
    outcome: stored.verdict.outcome,
    isMisrouted: parsed?.isMisrouted ?? false,
    bodyShape,
    error: stored.verdict.error,
    hint: stored.verdict.hint,
    problems: parsed && parsed.problems.length > 0 ? parsed.problems : null,
    ...stored.touched,
  });
  return stored;
}

function rawOf(event: EventToApply): RawDelivery {
  const { id, is_test, received_at, query, headers, source_address, body_size, ...rest } = event;
  return {
    ...rest,
    eventId: id,
    isTest: is_test,
    receivedAt: received_at,
    query: new URLSearchParams(query ?? ""),
    headers: new Headers(headers),
    sourceAddress: source_address,
    bodySize: body_size,
  };
}

function audit(db: Database, { actor, sourceAddress }: Admin, target: string, outcome: Outcome): Promise<number> {
  return recordAudit(db, { actor, sourceAddress, action: "apply delivery again", target, details: { outcome } });
}
