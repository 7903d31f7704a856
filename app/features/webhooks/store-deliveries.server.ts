import { createHash } from "node:crypto";
import { redactHeaders, redactQuery } from "#app/convoso/redact.server.ts";
import { lockNames } from "#app/db/bulk-rows.server.ts";
import { type NewCallEvent, recordCallEvents } from "#app/db/call-event-ledger.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { saveAgents } from "#app/features/agents/save-agents.server.ts";
import { saveCalls } from "#app/features/calls/save-calls.server.ts";
import { contactNames, saveContacts } from "#app/features/leads/save-contacts.server.ts";
import { fetchRecordingsLater } from "#app/features/recordings/fetch-recording-later.server.ts";
import {
  type Delivery,
  isTestDelivery,
  type StoredDelivery,
  type Touched,
} from "#app/features/webhooks/delivery.server.ts";

/**
 * Applies deliveries and files them in the ledger: agent, contact, call, queued search for the recording, event. All of
 * it in the caller's transaction, so that either everything a delivery means is stored or nothing is. Any number of
 * deliveries takes the same few statements.
 *
 * @returns per delivery, in order. Storing a delivery again (the same event id) changes nothing.
 */
export async function storeDeliveries(db: Database, deliveries: readonly Delivery[]): Promise<StoredDelivery[]> {
  await lockNames(db, deliveries.flatMap(namesOf));
  const touched = deliveries.map((): Touched => ({ callId: null, contactId: null, agentId: null }));
  const isChanged = deliveries.map(() => false);

  await forEachThatHas(
    deliveries,
    (delivery) => {
      const agent = delivery.parsed?.agent;
      return agent && { ...agent, isTest: isTestDelivery(delivery) };
    },
    async (agents) => saveAgents(db, agents),
    (index, id) => {
      at(touched, index).agentId = id;
    },
  );

  await forEachThatHas(
    deliveries,
    (delivery) => {
      const contact = delivery.parsed?.contact;
      return contact && { contact, isFromCall: delivery.parsed?.kind === "call", ...circumstances(delivery) };
    },
    async (contacts) => saveContacts(db, contacts),
    (index, saved) => {
      at(touched, index).contactId = saved?.id ?? null;
      isChanged[index] ||= saved?.isChanged ?? false;
    },
  );

  await forEachThatHas(
    deliveries,
    (delivery, index) => {
      const call = delivery.parsed?.call;
      const { agentId, contactId } = at(touched, index);
      return call && { call, agentId, contactId, ...circumstances(delivery) };
    },
    async (calls) => {
      const saved = await saveCalls(db, calls);
      await fetchRecordingsLater(db, saved);
      return saved;
    },
    (index, saved) => {
      at(touched, index).callId = saved.callId;
      isChanged[index] ||= saved.isChanged;
    },
  );

  const stored = deliveries.map(({ verdict }, index): StoredDelivery => {
    const isRepeat = verdict.outcome === "processed" && !isChanged[index];
    return { verdict: isRepeat ? { ...verdict, outcome: "duplicate" } : verdict, touched: at(touched, index) };
  });
  await recordCallEvents(
    db,
    deliveries.map((delivery, index) => eventOf(delivery, at(stored, index))),
  );
  return stored;
}

function namesOf({ parsed }: Delivery): string[] {
  return [
    ...(parsed?.call ? [`call:${parsed.call.callId}`] : []),
    ...(parsed?.contact ? contactNames(parsed.contact) : []),
  ];
}

function circumstances(delivery: Delivery) {
  const { eventId, receivedAt } = delivery.raw;
  return { eventId, receivedAt, isTest: isTestDelivery(delivery) };
}

/** Picks something out of those deliveries that have it, saves all of it at once, and hands each its own result. */
async function forEachThatHas<Part, Result>(
  deliveries: readonly Delivery[],
  pick: (delivery: Delivery, index: number) => Part | null | undefined,
  save: (parts: Part[]) => Promise<readonly Result[]>,
  hand: (index: number, result: Result) => void,
): Promise<void> {
  const picked = deliveries.flatMap((delivery, index) => {
    const part = pick(delivery, index);
    return part ? [{ part, index }] : [];
  });
  const results = await save(picked.map(({ part }) => part));
  for (const [order, { index }] of picked.entries()) hand(index, at(results, order));
}

function at<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}

function eventOf(delivery: Delivery, { verdict, touched }: StoredDelivery): NewCallEvent {
  const { raw, parsed } = delivery;
  return {
    id: raw.eventId,
    endpoint: raw.endpoint,
    kind: parsed?.kind ?? null,
    outcome: verdict.outcome,
    isMisrouted: parsed?.isMisrouted ?? false,
    isTest: isTestDelivery(delivery),
    receivedAt: raw.receivedAt,
    method: raw.method,
    query: redactQuery(raw.query) || null,
    contentType: raw.headers.get("content-type"),
    headers: redactHeaders(raw.headers),
    sourceAddress: raw.sourceAddress,
    body: delivery.isVerified ? raw.body : null,
    bodySize: raw.bodySize,
    bodySha256: raw.bodySha256 ?? (raw.body && createHash("sha256").update(raw.body).digest()),
    bodyShape: delivery.bodyShape,
    httpStatus: verdict.status,
    error: verdict.error,
    hint: verdict.hint,
    problems: parsed && parsed.problems.length > 0 ? parsed.problems : null,
    processingMs: Date.now() - raw.receivedAt.getTime(),
    ...touched,
  };
}
