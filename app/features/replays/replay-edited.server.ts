import { v7 as uuidv7 } from "uuid";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { CallEvent } from "#app/db/deliveries/call-events.server.ts";
import { updateReplayOf } from "#app/db/replays/replays.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import type { Delivery, StoredDelivery } from "#app/features/ingest/delivery.server.ts";
import { loadFieldMaps, mappedEndpoint } from "#app/features/ingest/field-maps.server.ts";
import { readVerified } from "#app/features/ingest/read-delivery.server.ts";
import { storeDeliveries } from "#app/features/ingest/store-deliveries.server.ts";
import { storeOrFile } from "#app/features/ingest/store-or-file.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { whatItDid } from "#app/features/replays/apply-stored.server.ts";
import { type Rehearsal, rehearse } from "#app/features/replays/rehearse.server.ts";
import type { Outcome } from "#app/lib/outcomes.ts";

/** What `call_events` names as the source of deliveries that a person made from another one. */
const SOURCE = "replay";

/** A payload that a person edited. `query`: without the question mark. */
export type Edit = { body: string; contentType: string; query: string; isTest: boolean };

/** Tells what {@link replayEdited} would change. */
export async function rehearseEdited(db: Database, original: CallEvent, edit: Edit): Promise<Rehearsal | null> {
  const delivery = await readEdited(db, original, edit);
  return rehearse(db, [delivery], async (transaction) => {
    const [stored] = await storeDeliveries(transaction, [delivery]);
    return [whatItDid(delivery.raw.eventId, stored as StoredDelivery)];
  });
}

/**
 * Stores an edited copy of a delivery as a new one, the newest of all, which names the one it was made from. That one stays
 * as it is. Nobody has to show the secret: who may do this is signed in.
 */
export async function replayEdited(
  db: Database,
  original: CallEvent,
  edit: Edit,
  admin: Admin,
): Promise<{ eventId: string; outcome: Outcome }> {
  const delivery = await readEdited(db, original, edit);
  await installJobQueue();
  return storeOrFile(delivery, (copy) => store(db, copy, original.id, admin));
}

async function store(db: Database, delivery: Delivery, originalId: string, { actor, sourceAddress }: Admin) {
  const { eventId } = delivery.raw;
  const outcome = await db.transaction(async (transaction) => {
    const [{ verdict }] = (await storeDeliveries(transaction, [delivery])) as [StoredDelivery];
    await updateReplayOf(transaction, eventId, originalId);
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

/** The edited copy, read with the newest field map. */
async function readEdited(
  db: Database,
  { endpoint, headers }: CallEvent,
  { body, contentType, query, isTest }: Edit,
): Promise<Delivery> {
  const bytes = Buffer.from(body);
  const kept = Object.entries(headers).filter(([name]) => !/^content-/.test(name));
  const raw = {
    eventId: uuidv7(),
    endpoint: endpoint === "unknown" ? "call" : endpoint,
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
  return readVerified(raw, bytes, (await loadFieldMaps(db))[mappedEndpoint(endpoint)]);
}

const typed = (contentType: string): [string, string][] => (contentType ? [["content-type", contentType]] : []);
