import type { CallFields } from "#app/convoso/parse-delivery.server.ts";
import type { Plan } from "#app/db/connection/statement.server.ts";
import { toInsert, toUpdate } from "#app/db/ingest/bulk-rows.server.ts";
import type { CallRow } from "#app/db/ingest/merged-rows.server.ts";
import { type Fields, type Merged, mergeFields } from "#app/features/ingest/merge-fields.server.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { companionsOf } from "#app/lib/fields/field.ts";

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

const FIELDS = Object.keys(CALL_FIELDS) as (keyof typeof CALL_FIELDS)[];
const COMPANIONS = companionsOf(CALL_FIELDS);

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
 * Plans the calls that deliveries describe: merges them into `calls`, by call id. The caller holds the lock `call:<id>` of each.
 * @param rows those of these calls that there are
 * @returns as `result` what each delivery did, in order
 */
export function planCalls(rows: readonly CallRow[], described: readonly DescribedCall[]): Plan<SavedCall[]> {
  const states = new Map<string, State>();
  for (const row of rows) states.set(row.callId, stateOf(row));
  const changes = described.map((delivery) => {
    const { callId } = delivery.call;
    const state = states.get(callId) ?? newState(delivery);
    states.set(callId, state);
    return { callId, isChanged: mergeInto(state, delivery) };
  });
  const all = [...states];
  const result = changes.map((change) => {
    const { merged, isSearched } = states.get(change.callId) ?? {};
    const { recordingUrl, contactId, disposition } = merged?.fields ?? {};
    return { ...change, recordingUrl, isSearched, contactId, disposition } as SavedCall;
  });
  const statements = [
    ...toInsert("calls", all.filter(([, state]) => state.isNew).map(rowToWrite)),
    ...toUpdate("calls", "callId", all.filter(([, state]) => state.isDirty && !state.isNew).map(rowToWrite)),
  ]; // biome-ignore format: a list
  return { result, statements };
}

function stateOf(row: CallRow): State {
  const fields = Object.fromEntries(FIELDS.map((field) => [field, row[field] ?? null]));
  const {
    extra,
    lastEventId,
    fieldEvents,
    provisional,
    recordingSource,
    recordingFoundAt,
    isTest,
    createdAt,
    isSearched,
  } = row;
  const merged = { fields, extra, lastEventId, fieldEvents, provisional };
  return { merged, recordingSource, recordingFoundAt, isTest, createdAt, isSearched, isNew: false, isDirty: false };
}

function newState({ isTest, receivedAt }: DescribedCall): State {
  return {
    merged: null, recordingSource: null, recordingFoundAt: null, isTest, createdAt: receivedAt, isSearched: false,
    isNew: true, isDirty: true,
  }; // biome-ignore format: a row
}

function mergeInto(state: State, { call, agentId, contactId, eventId, receivedAt, isTest }: DescribedCall): boolean {
  const { extra, provisional, ...said } = { ...call, agentId, contactId };
  const fields = Object.fromEntries(FIELDS.map((field) => [field, said[field]]));
  const urlBefore = state.merged?.fields.recordingUrl ?? null;
  const { isChanged, isNews, ...merged } = mergeFields(
    state.merged,
    { fields, extra, eventId, provisional },
    COMPANIONS,
  );
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
  const { fields, extra, lastEventId, fieldEvents, provisional } = state.merged;
  const { recordingSource, recordingFoundAt, isTest, createdAt } = state;
  const occurredAt = fields.startedAt ?? fields.endedAt ?? createdAt;
  return {
    callId, ...fields, extra, lastEventId, fieldEvents, provisional, recordingSource, recordingFoundAt, isTest, createdAt, occurredAt,
  }; // biome-ignore format: a row
}
