import type { CallFields } from "#app/convoso/parse-delivery.server.ts";
import { insertRows, updateRows } from "#app/db/bulk-rows.server.ts";
import { type CallRow, listCallsToMerge } from "#app/db/merged-rows.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { type Fields, type Merged, mergeFields } from "#app/features/webhooks/merge-fields.server.ts";

/** A call as one delivery describes it, with the rows that its agent and lead turned out to be. */
export type DescribedCall = {
  call: CallFields;
  agentId: number | null;
  contactId: number | null;
  eventId: string;
  receivedAt: Date;
  isTest: boolean;
};

/** What a delivery did to its call. `recordingUrl` is the call's after all of them were merged. */
export type SavedCall = { callId: string; isChanged: boolean; recordingUrl: string | null };

/** The fields that deliveries set; the other columns are ours. */
const CALL_FIELDS = [
  "leadId", "contactId", "agentId", "phoneNumber", "phoneE164", "callerId", "campaign", "campaignId", "listId", "queue",
  "disposition", "dispositionName", "direction", "termReason", "agentComment", "durationSeconds", "startedAt",
  "startedAtText", "endedAt", "endedAtText", "recordingUrl",
] as const; // biome-ignore format: a list

const COMPANIONS = {
  phoneNumber: ["phoneE164"],
  disposition: ["dispositionName"],
  startedAtText: ["startedAt"],
  endedAtText: ["endedAt"],
};

type State = {
  merged: Merged<Fields> | null;
  recordingSource: unknown;
  recordingFoundAt: unknown;
  isTest: boolean;
  createdAt: Date;
  isNew: boolean;
  isDirty: boolean;
};

/**
 * Merges what deliveries say of calls into `calls`, by call id. The caller holds the lock `call:<id>` of each.
 *
 * @returns per delivery, in order
 */
export async function saveCalls(db: Database, described: readonly DescribedCall[]): Promise<SavedCall[]> {
  if (described.length === 0) return [];
  const states = new Map<string, State>();
  for (const row of await listCallsToMerge(db, [...new Set(described.map(({ call }) => call.callId))])) {
    states.set(row.callId, stateOf(row));
  }
  const changes = described.map((delivery) => {
    const { callId } = delivery.call;
    const state = states.get(callId) ?? newState(delivery);
    states.set(callId, state);
    return { callId, isChanged: mergeInto(state, delivery) };
  });
  const all = [...states];
  await insertRows(db, "calls", all.filter(([, state]) => state.isNew).map(rowToWrite));
  await updateRows(db, "calls", "call_id", all.filter(([, state]) => state.isDirty && !state.isNew).map(rowToWrite));
  return changes.map((change) => ({
    ...change,
    recordingUrl: (states.get(change.callId)?.merged?.fields.recordingUrl ?? null) as string | null,
  }));
}

function stateOf(row: CallRow): State {
  const fields = Object.fromEntries(CALL_FIELDS.map((field) => [field, row[field] ?? null]));
  const { extra, lastEventId, fieldEvents, recordingSource, recordingFoundAt, isTest, createdAt } = row;
  const merged = { fields, extra, lastEventId, fieldEvents };
  return { merged, recordingSource, recordingFoundAt, isTest, createdAt, isNew: false, isDirty: false };
}

function newState({ isTest, receivedAt }: DescribedCall): State {
  return {
    merged: null, recordingSource: null, recordingFoundAt: null, isTest, createdAt: receivedAt, isNew: true, isDirty: true,
  }; // biome-ignore format: a row
}

function mergeInto(state: State, { call, agentId, contactId, eventId, receivedAt, isTest }: DescribedCall): boolean {
  const { extra, ...said } = { ...call, agentId, contactId };
  const fields = Object.fromEntries(CALL_FIELDS.map((field) => [field, said[field]]));
  const urlBefore = state.merged?.fields.recordingUrl ?? null;
  const { isChanged, isNews, ...merged } = mergeFields(state.merged, { fields, extra, eventId }, COMPANIONS);
  if (merged.fields.recordingUrl !== urlBefore) {
    state.recordingSource = "webhook";
    state.recordingFoundAt = receivedAt;
  }
  state.isDirty ||= isNews || (state.isTest && !isTest) || receivedAt < state.createdAt;
  state.merged = merged;
  state.isTest &&= isTest;
  if (receivedAt < state.createdAt) state.createdAt = receivedAt;
  return isChanged;
}

function rowToWrite([callId, state]: [string, State]): Fields {
  if (!state.merged) throw new TypeError("A call without a delivery cannot be written.");
  const { fields, extra, lastEventId, fieldEvents } = state.merged;
  const { recordingSource, recordingFoundAt, isTest, createdAt } = state;
  const occurredAt = fields.startedAt ?? fields.endedAt ?? createdAt;
  return {
    callId, ...fields, extra, lastEventId, fieldEvents, recordingSource, recordingFoundAt, isTest, createdAt, occurredAt,
  }; // biome-ignore format: a row
}
