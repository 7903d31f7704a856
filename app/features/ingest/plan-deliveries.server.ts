import { toInsertRecordings } from "#app/db/archive/archived-recordings.server.ts";
import type { Plan, Reader } from "#app/db/connection/statement.server.ts";
import { listStages, type Stages } from "#app/db/dispositions/dispositions.server.ts";
import { lockNames, newIds } from "#app/db/ingest/bulk-rows.server.ts";
import { listIdentityRules } from "#app/db/ingest/identity-rules.server.ts";
import { toInsertCallEvents } from "#app/db/ingest/insert-call-events.server.ts";
import { type ContactRow, listCallsToMerge, listContactsToMerge } from "#app/db/ingest/merged-rows.server.ts";
import { leadKey, NO_RULES, type Rules, rulesOf } from "#app/features/ingest/contact-identity.server.ts";
import {
  type Delivery,
  isTestDelivery,
  type StoredDelivery,
  type Touched,
  withParts,
} from "#app/features/ingest/delivery.server.ts";
import { arrivalOf, eventOf } from "#app/features/ingest/event-row.server.ts";
import { planAgents } from "#app/features/ingest/plan-agents.server.ts";
import { planCalls, type SavedCall } from "#app/features/ingest/plan-calls.server.ts";
import {
  type ConversionOf,
  contactNames,
  type DescribedContact,
  mergeContacts,
  planContacts,
  wantedContacts,
} from "#app/features/ingest/plan-contacts.server.ts";
import { sumUp } from "#app/features/ingest/split-delivery.server.ts";
import { planRecordingSearches } from "#app/features/recordings/plan-recording-searches.server.ts";
import { tell } from "#app/lib/observe.server.ts";
import { traceparentOf } from "#app/lib/traced-deliveries.server.ts";

/**
 * Plans how to store deliveries: locks what they are about, reads what is there, merges in memory, and says which
 * statements write the result. Any number of deliveries takes the same few statements.
 */
export async function planDeliveries(db: Reader, received: readonly Delivery[]): Promise<Plan<StoredDelivery[]>> {
  const deliveries = received.flatMap(withParts);
  const touched = deliveries.map((): Touched => ({ callId: null, contactId: null, agentId: null }));
  const isChanged = deliveries.map(() => false);
  const agents = pick(deliveries, agentOf);
  const contacts = pick(deliveries, contactOf);
  const calls = pick(deliveries, callOf);

  const reading = Promise.all([
    lockNames(db, deliveries.flatMap(namesOf)),
    planAgents(db, partsOf(agents)),
    newIds(db, "contacts", contacts.length),
    listContactsToMerge(db, wantedContacts(partsOf(contacts), NO_RULES)),
    listIdentityRules(db, contacts.flatMap(({ part }) => contactNames(part.contact, part.callId))),
    listCallsToMerge(db, calls.map(({ part }) => part.call.callId)),
    listStages(db, calls.flatMap(({ part }) => part.call.disposition ?? [])),
  ]); // biome-ignore format: a list
  await null; // it is sent: what follows is done while PostgreSQL reads
  const arrivals = deliveries.map(arrivalOf);
  const [, plannedAgents, freshIds, foundContacts, ruleRows, callRows, stages] = await reading;
  const rules = rulesOf(ruleRows);
  const contactRows = ruleRows.length === 0 ? foundContacts : await listByRules(db, partsOf(contacts), rules);

  for (const [order, { index }] of agents.entries()) at(touched, index).agentId = at(plannedAgents.result, order);

  const mergedContacts = mergeContacts(contactRows, freshIds, partsOf(contacts), rules);
  for (const [order, { index }] of contacts.entries()) {
    const contact = at(mergedContacts.saved, order);
    at(touched, index).contactId = contact?.id ?? null;
    isChanged[index] ||= contact?.isChanged ?? false;
  }

  const described = calls.map(({ part, index }) => ({ ...part, ...at(touched, index) }));
  const plannedCalls = planCalls(callRows, described);
  for (const [order, { index }] of calls.entries()) {
    const call = at(plannedCalls.result, order);
    at(touched, index).callId = call.callId;
    isChanged[index] ||= call.isChanged;
  }

  const each = deliveries.map(({ verdict }, index): StoredDelivery => {
    const isRepeat = verdict.outcome === "processed" && !isChanged[index];
    return {
      verdict: isRepeat ? { ...verdict, outcome: "duplicate" } : verdict,
      touched: at(touched, index),
      parts: [],
    };
  });
  const result = gatherParts(received, each);
  const events = arrivals.map((arrival, index) => eventOf(arrival, at(each, index)));
  const traces = tracesOf(calls, deliveries);
  tell("batch planned", { deliveries: received });
  return {
    result,
    statements: [
      ...plannedAgents.statements,
      ...planContacts(mergedContacts, firstConversion(plannedCalls.result, stages)).statements,
      ...plannedCalls.statements,
      ...toInsertRecordings(described.map(({ call }) => call)),
      ...planRecordingSearches(plannedCalls.result, traces).statements,
      toInsertCallEvents(events),
    ],
  };
}

/** The traces of these calls' deliveries, by call; mostly none. */
function tracesOf(calls: readonly Picked<{ call: { callId: string } }>[], deliveries: readonly Delivery[]) {
  const traces = new Map<string, string>();
  for (const { part, index } of calls) {
    const { eventId, partOf } = at(deliveries, index).raw;
    const traceparent = traceparentOf(partOf?.eventId ?? eventId);
    if (traceparent) traces.set(part.call.callId, traceparent);
  }
  return traces;
}

/** Adds the results of the parts to the result of their list, which they follow. */
function gatherParts(received: readonly Delivery[], each: readonly StoredDelivery[]): StoredDelivery[] {
  let next = 0;
  return received.map(({ parts }) => {
    const stored = at(each, next);
    const own = each.slice(next + 1, next + 1 + parts.length);
    next += 1 + parts.length;
    return own.length === 0 ? stored : Object.assign(stored, { verdict: sumUp(own), parts: own });
  });
}

/** Rules are rare: then the rows that they lead to are looked up on their own, and locked like the others. */
async function listByRules(db: Reader, contacts: DescribedContact[], rules: Rules): Promise<readonly ContactRow[]> {
  const wanted = wantedContacts(contacts, rules);
  await lockNames(db, [...wanted.leadIds.map(leadKey), ...wanted.matchKeys]);
  return listContactsToMerge(db, wanted);
}

/** Sets the stage of a new lead at insert when its calls agree on one. The trigger handles the rest. */
function firstConversion(calls: readonly SavedCall[], stages: Stages): ConversionOf {
  const ofLead = new Map<number | null, Set<string>>();
  for (const { contactId, disposition } of calls) {
    const stage = disposition === null ? "not_contacted" : (stages.get(disposition) ?? "contacted");
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

function partsOf<Part>(picked: readonly Picked<Part>[]): Part[] {
  return picked.map(({ part }) => part);
}

function agentOf(delivery: Delivery) {
  const agent = delivery.parsed?.agent;
  return agent ? { ...agent, isTest: isTestDelivery(delivery) } : null;
}

function contactOf(delivery: Delivery) {
  const { contact, call } = delivery.parsed ?? {};
  return contact ? { contact, callId: call?.callId ?? null, ...circumstances(delivery) } : null;
}

function callOf(delivery: Delivery) {
  const call = delivery.parsed?.call;
  return call ? { call, ...circumstances(delivery) } : null;
}

/** The names to lock before what a delivery is about may be written (see `lockNames`). */
export function namesOf({ parsed, parts }: Delivery): string[] {
  return [
    ...parts.flatMap(namesOf),
    ...(parsed?.call ? [`call:${parsed.call.callId}`] : []),
    ...(parsed?.contact ? contactNames(parsed.contact, parsed.call?.callId ?? null) : []),
  ];
}

function circumstances(delivery: Delivery) {
  const { eventId, receivedAt } = delivery.raw;
  return { eventId, receivedAt, isTest: isTestDelivery(delivery) };
}

function at<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}
