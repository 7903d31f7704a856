import type { CallFields } from "#app/convoso/parse-delivery.server.ts";
import { toInsert, toUpdate } from "#app/db/bulk-rows.server.ts";
import type { CallRow } from "#app/db/merged-rows.server.ts";
import type { Statement } from "#app/db/statement.server.ts";
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

/** What a delivery did to its call. The call's own fields are those after all were merged. */
export type SavedCall = {
  callId: string;
  isChanged: boolean;
  recordingUrl: string | null;
  /** Whether there was a search for its recording before. */
  isSearched: boolean;
  contactId: number | null;
  disposition: string | null;
};

/** The fields that deliveries set; the other columns are ours. */
export const CALL_FIELDS = [
  "leadId", "contactId", "agentId", "phoneNumber", "phoneE164", "callerId", "campaign", "campaignId", "listId", "queue",
  "disposition", "dispositionName", "direction", "termReason", "agentComment", "durationSeconds", "startedAt",
  "startedAtText", "endedAt", "endedAtText", "recordingUrl",
] as const; // biome-ignore format: a list

export const COMPANIONS = {
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
  isSearched: boolean;
  isNew: boolean;
  isDirty: boolean;
};

/**
 * Merges what deliveries say of calls into `calls`, by call id. The caller holds the lock `call:<id>` of each.
 * @param rows those of these calls that there are
 * @returns per delivery, in order, what it did; and the statements that make it so
 */
export function mergeCalls(
  rows: readonly CallRow[],
  described: readonly DescribedCall[],
): { saved: SavedCall[]; statements: readonly Statement[] } {
  const states = new Map<string, State>();
  for (const row of rows) states.set(row.callId, stateOf(row));
  const changes = described.map((delivery) => {
    const { callId } = delivery.call;
    const state = states.get(callId) ?? newState(delivery);
    states.set(callId, state);
    return { callId, isChanged: mergeInto(state, delivery) };
  });
  const all = [...states];
  const saved = changes.map((change) => {
    const { merged, isSearched } = states.get(change.callId) ?? {};
    const { recordingUrl, contactId, disposition } = merged?.fields ?? {};
    return { ...change, recordingUrl, isSearched, contactId, disposition } as SavedCall;
  });
  const statements = [
    ...toInsert("calls", all.filter(([, state]) => state.isNew).map(rowToWrite)),
    ...toUpdate("calls", "callId", all.filter(([, state]) => state.isDirty && !state.isNew).map(rowToWrite)),
  ]; // biome-ignore format: a list
  return { saved, statements };
}

function stateOf(row: CallRow): State {
  const fields = Object.fromEntries(CALL_FIELDS.map((field) => [field, row[field] ?? null]));
  const { extra, lastEventId, fieldEvents, recordingSource, recordingFoundAt, isTest, createdAt, isSearched } = row;
  const merged = { fields, extra, lastEventId, fieldEvents };
  return { merged, recordingSource, recordingFoundAt, isTest, createdAt, isSearched, isNew: false, isDirty: false };
}

function newState({ isTest, receivedAt }: DescribedCall): State {
  return {
    merged: null, recordingSource: null, recordingFoundAt: null, isTest, createdAt: receivedAt, isSearched: false,
    isNew: true, isDirty: true,
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
