import { sql } from "slonik";
import { v7 as uuidv7 } from "uuid";
import type { CallEvent } from "#app/db/call-events.server.ts";
import { isDatabaseAway } from "#app/db/is-database-away.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { type Rehearsal, rehearse } from "#app/features/replays/rehearse.server.ts";
import { asFailed } from "#app/features/webhooks/as-failed.server.ts";
import type { Delivery, Outcome, StoredDelivery } from "#app/features/webhooks/delivery.server.ts";
import { readVerified } from "#app/features/webhooks/read-delivery.server.ts";
import { storeDeliveries } from "#app/features/webhooks/store-deliveries.server.ts";
import { log } from "#app/log.server.ts";

/** What stands in the ledger as the source of deliveries that a person made from another one. */
const SOURCE = "replay";

/** A payload that a person edited. `query`: without the question mark. */
export type Edit = { body: string; contentType: string; query: string; isTest: boolean };

/** Tells what {@link replayEdited} would change. */
export function rehearseEdited(db: Database, original: CallEvent, edit: Edit): Promise<Rehearsal | null> {
  const delivery = editedDelivery(original, edit);
  return rehearse(db, [delivery], async (transaction) => {
    const [{ verdict, touched }] = (await storeDeliveries(transaction, [delivery])) as [StoredDelivery];
    const { outcome } = verdict;
    return [{ id: delivery.raw.eventId, outcome, isChanged: outcome === "processed", touched }];
  });
}

/**
 * Stores an edited copy of a delivery as a new one, the newest of all, which names the one it was made from. That one stays
 * as it is. Nobody has to show the secret: whoever may do this is signed in.
 */
export async function replayEdited(
  db: Database,
  original: CallEvent,
  edit: Edit,
  admin: Admin,
): Promise<{ eventId: string; outcome: Outcome }> {
  const delivery = editedDelivery(original, edit);
  await installJobQueue();
  try {
    return await store(db, delivery, original.id, admin);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ err: error, eventId: delivery.raw.eventId }, "an edited delivery could not be applied");
  }
  return store(db, asFailed(delivery), original.id, admin);
}

async function store(db: Database, delivery: Delivery, originalId: string, { actor, sourceAddress }: Admin) {
  const { eventId } = delivery.raw;
  const outcome = await db.transaction(async (transaction) => {
    const [{ verdict }] = (await storeDeliveries(transaction, [delivery])) as [StoredDelivery];
    await transaction.query(sql.unsafe`
      update call_events set replay_of = ${originalId}::uuid where id = ${eventId}::uuid`);
    const details = { outcome: verdict.outcome, original: originalId };
    await recordAudit(transaction, {
      actor,
      sourceAddress,
      action: "replay edited delivery",
      target: eventId,
      details,
    });
    return verdict.outcome;
  });
  announceChange("deliveries");
  return { eventId, outcome };
}

function editedDelivery({ endpoint, headers }: CallEvent, { body, contentType, query, isTest }: Edit): Delivery {
  const bytes = Buffer.from(body);
  const kept = Object.entries(headers).filter(([name]) => !/^content-/.test(name));
  const raw = {
    eventId: uuidv7(),
    endpoint,
    isTest,
    receivedAt: new Date(),
    method: "POST",
    query: new URLSearchParams(query),
    headers: new Headers([
      ...kept.map(([name, value]): [string, string] => [name, String(value)]),
      ...typed(contentType),
    ]),
    sourceAddress: SOURCE,
    body: bytes,
    bodySize: bytes.byteLength,
  };
  return readVerified(raw, bytes);
}

const typed = (contentType: string): [string, string][] => (contentType ? [["content-type", contentType]] : []);
