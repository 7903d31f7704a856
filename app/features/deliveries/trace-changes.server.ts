import type { Database } from "#app/db/connection/pool.server.ts";
import {
  type About,
  findProvenance,
  listAppliedUpTo,
  type StoredEvent,
} from "#app/db/deliveries/stored-events.server.ts";
import { mergeInOrder } from "#app/features/deliveries/merge-in-order.server.ts";

/** A field of a row before and after a delivery. `replacedBy`: the later delivery that what it says now comes from. */
export type FieldChange = { field: string; before: unknown; after: unknown; replacedBy: string | null };

/**
 * What a delivery did to one row. `isNew`: it is the first about it. `isWhole` false: of what came before it not
 * everything is there any more, so that a value may have been there already. `isGone`: the row itself is not there now.
 */
export type RowChange = {
  what: "call" | "lead";
  key: string;
  isNew: boolean;
  isWhole: boolean;
  isGone: boolean;
  fields: FieldChange[];
};

type Traced = Pick<StoredEvent, "id" | "call_id" | "contact_id">;

/**
 * What a delivery changed on its call and its lead. Nobody kept that: all deliveries about each are read and merged again
 * in the order of receipt, which is cheap for the few that one call or lead has.
 */
export async function traceChanges(db: Database, { id, call_id, contact_id }: Traced): Promise<RowChange[]> {
  const traced = [
    call_id !== null && traceRow(db, "call", { callId: call_id }, id),
    contact_id !== null && traceRow(db, "lead", { contactId: contact_id }, id),
  ];
  return (await Promise.all(traced)).filter((change) => change !== false && change !== null) as RowChange[];
}

async function traceRow(db: Database, what: RowChange["what"], about: About, id: string): Promise<RowChange | null> {
  const [{ events, isWhole }, now] = await Promise.all([listAppliedUpTo(db, about, id), findProvenance(db, about)]);
  const last = (await mergeInOrder(db, what, events, isWhole)).at(-1);
  if (last?.eventId !== id) return null; // its body is gone, or it was not applied
  return {
    what,
    key: "callId" in about ? about.callId : String(about.contactId),
    isNew: last.isNew,
    isWhole,
    isGone: now === null,
    fields: last.fields.map((change) => ({ ...change, replacedBy: laterSource(now, change.field, id) })),
  };
}

function laterSource(now: Awaited<ReturnType<typeof findProvenance>>, field: string, id: string): string | null {
  if (field === "recordingUrl" && now?.is_fetched) return null; // no delivery said it
  const source = now && (now.field_events?.[field] ?? now.last_event_id);
  return source && source > id ? source : null;
}
