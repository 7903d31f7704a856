import { hash } from "node:crypto";
import { redactHeaders, redactQuery } from "#app/convoso/redact.server.ts";
import { lockNames, newIds } from "#app/db/bulk-rows.server.ts";
import { type NewCallEvent, toInsertCallEvents } from "#app/db/call-event-ledger.server.ts";
import { listStages, type Stages } from "#app/db/dispositions.server.ts";
import { listCallsToMerge, listContactsToMerge } from "#app/db/merged-rows.server.ts";
import type { Prepared } from "#app/db/pipeline.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import type { Reader } from "#app/db/statement.server.ts";
import { saveAgents } from "#app/features/agents/save-agents.server.ts";
import { mergeCalls, type SavedCall } from "#app/features/calls/merge-calls.server.ts";
import {
  type ConversionOf,
  contactNames,
  mergeContacts,
  wantedContacts,
} from "#app/features/leads/merge-contacts.server.ts";
import { fetchRecordingsLater } from "#app/features/recordings/fetch-recording-later.server.ts";
import {
  type Delivery,
  isTestDelivery,
  type RawDelivery,
  type StoredDelivery,
  type Touched,
} from "#app/features/webhooks/delivery.server.ts";

/**
 * Applies deliveries and files them in the ledger: agent, contact, call, queued search for the recording, event. All of
 * it in the caller's transaction, so that either everything a delivery means is stored or nothing is.
 *
 * @returns per delivery, in order. Storing a delivery again (the same event id) changes nothing.
 */
export async function storeDeliveries(db: Database, deliveries: readonly Delivery[]): Promise<StoredDelivery[]> {
  const { statements, result } = await prepareDeliveries(inTurn(db), deliveries);
  for (const statement of statements) await db.query(statement);
  return result;
}

/** slonik runs what is asked for at once in an order of its own; locks must come before what they are for. */
function inTurn(db: Reader): Reader {
  let last: Promise<unknown> = Promise.resolve();
  return {
    any: (query) => {
      const next = last.then(() => db.any(query));
      last = next;
      return next;
    },
  };
}

/**
 * Finds out how to store deliveries: locks what they are about, reads what is there, merges in memory, and says which
 * statements write the result. Any number of deliveries takes the same few statements.
 */
export async function prepareDeliveries(
  db: Reader,
  deliveries: readonly Delivery[],
): Promise<Prepared<StoredDelivery[]>> {
  const touched = deliveries.map((): Touched => ({ callId: null, contactId: null, agentId: null }));
  const isChanged = deliveries.map(() => false);
  const agents = pick(deliveries, agentOf);
  const contacts = pick(deliveries, contactOf);
  const calls = pick(deliveries, callOf);

  const reading = Promise.all([
    lockNames(db, deliveries.flatMap(namesOf)),
    saveAgents(db, agents.map(({ part }) => part)),
    newIds(db, "contacts", contacts.length),
    listContactsToMerge(db, wantedContacts(contacts.map(({ part }) => part))),
    listCallsToMerge(db, calls.map(({ part }) => part.call.callId)),
    listStages(db, calls.flatMap(({ part }) => part.call.disposition ?? [])),
  ]); // biome-ignore format: a list
  await null; // it is sent: what follows is done while PostgreSQL reads
  const arrivals = deliveries.map(arrivalOf);
  const [, saved, freshIds, contactRows, callRows, stages] = await reading;

  for (const [order, { index }] of agents.entries()) at(touched, index).agentId = at(saved.ids, order);

  const mergedContacts = mergeContacts(
    contactRows,
    freshIds,
    contacts.map(({ part }) => part),
  );
  for (const [order, { index }] of contacts.entries()) {
    const contact = at(mergedContacts.saved, order);
    at(touched, index).contactId = contact?.id ?? null;
    isChanged[index] ||= contact?.isChanged ?? false;
  }

  const mergedCalls = mergeCalls(
    callRows,
    calls.map(({ part, index }) => ({ ...part, ...at(touched, index) })),
  );
  for (const [order, { index }] of calls.entries()) {
    const call = at(mergedCalls.saved, order);
    at(touched, index).callId = call.callId;
    isChanged[index] ||= call.isChanged;
  }

  const result = deliveries.map(({ verdict }, index): StoredDelivery => {
    const isRepeat = verdict.outcome === "processed" && !isChanged[index];
    return { verdict: isRepeat ? { ...verdict, outcome: "duplicate" } : verdict, touched: at(touched, index) };
  });
  const events = arrivals.map((arrival, index) => eventOf(arrival, at(result, index)));
  return {
    result,
    statements: [
      ...saved.statements,
      ...mergedContacts.write(firstConversion(mergedCalls.saved, stages)),
      ...mergedCalls.statements,
      ...fetchRecordingsLater(mergedCalls.saved),
      toInsertCallEvents(events),
    ],
  };
}

/**
 * Says how far a new lead has come where a single call says it all, as nearly always. The database sees to the rest, and
 * would see to these: but the row would be written twice, with an entry in each index both times.
 */
function firstConversion(calls: readonly SavedCall[], stages: Stages): ConversionOf {
  const ofLead = new Map<number | null, Set<string>>();
  for (const { contactId, disposition } of calls) {
    const stage = (disposition !== null && stages.get(disposition)) || "contacted";
    ofLead.set(contactId, (ofLead.get(contactId) ?? new Set()).add(stage));
  }
  return (contactId) => {
    const [stage, ...others] = ofLead.get(contactId) ?? [];
    return stage === undefined || stage === "not_contacted" || others.length > 0 ? "new" : stage;
  };
}

/** A part of a delivery, and which delivery it is a part of. */
type Picked<Part> = { index: number; part: Part };

function pick<Part>(deliveries: readonly Delivery[], from: (delivery: Delivery) => Part | null): Picked<Part>[] {
  return deliveries.flatMap((delivery, index) => {
    const part = from(delivery);
    return part ? [{ index, part }] : [];
  });
}

function agentOf(delivery: Delivery) {
  const agent = delivery.parsed?.agent;
  return agent ? { ...agent, isTest: isTestDelivery(delivery) } : null;
}

function contactOf(delivery: Delivery) {
  const { contact, kind } = delivery.parsed ?? {};
  return contact ? { contact, isFromCall: kind === "call", ...circumstances(delivery) } : null;
}

function callOf(delivery: Delivery) {
  const call = delivery.parsed?.call;
  return call ? { call, ...circumstances(delivery) } : null;
}

/** The names to lock before what a delivery is about may be written (see `lockNames`). */
export function namesOf({ parsed }: Delivery): string[] {
  return [
    ...(parsed?.call ? [`call:${parsed.call.callId}`] : []),
    ...(parsed?.contact ? contactNames(parsed.contact) : []),
  ];
}

function circumstances(delivery: Delivery) {
  const { eventId, receivedAt } = delivery.raw;
  return { eventId, receivedAt, isTest: isTestDelivery(delivery) };
}

function at<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}

/** What the ledger keeps of a delivery whatever becomes of it. */
function arrivalOf(delivery: Delivery) {
  const { raw, parsed } = delivery;
  return {
    id: raw.eventId,
    endpoint: raw.endpoint,
    kind: parsed?.kind ?? null,
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
    bodySha256: digestOf(raw),
    bodyShape: delivery.bodyShape,
    problems: parsed && parsed.problems.length > 0 ? parsed.problems : null,
  };
}

function eventOf(arrival: ReturnType<typeof arrivalOf>, { verdict, touched }: StoredDelivery): NewCallEvent {
  return {
    ...arrival,
    outcome: verdict.outcome,
    httpStatus: verdict.status,
    error: verdict.error,
    hint: verdict.hint,
    processingMs: Date.now() - arrival.receivedAt.getTime(),
    ...touched,
  };
}

function digestOf({ body, bodySha256 }: RawDelivery): string | null {
  if (bodySha256) return Buffer.from(bodySha256).toString("hex");
  return body && hash("sha256", body, "hex");
}
