import { isDeepStrictEqual } from "node:util";
import type { Database } from "#app/db/pool.server.ts";
import { type About, findProvenance, listAppliedUpTo, type StoredEvent } from "#app/db/stored-events.server.ts";
import { COMPANIONS as CALL_COMPANIONS, CALL_FIELDS } from "#app/features/calls/merge-calls.server.ts";
import { CONTACT_FIELDS, COMPANIONS as LEAD_COMPANIONS } from "#app/features/leads/merge-contacts.server.ts";
import { type Companions, type Fields, type Merged, mergeFields } from "#app/features/webhooks/merge-fields.server.ts";
import { readStored } from "#app/features/webhooks/read-stored.server.ts";

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
 * in the order of receipt, as today's code does it, which is cheap for the few that one call or lead has.
 */
export async function traceChanges(db: Database, { id, call_id, contact_id }: Traced): Promise<RowChange[]> {
  const traced = [
    call_id !== null && traceRow(db, "call", { callId: call_id }, id),
    contact_id !== null && traceRow(db, "lead", { contactId: contact_id }, id),
  ];
  return (await Promise.all(traced)).filter((change) => change !== false && change !== null) as RowChange[];
}

const companions: Record<RowChange["what"], Companions> = { call: CALL_COMPANIONS, lead: LEAD_COMPANIONS };

async function traceRow(db: Database, what: RowChange["what"], about: About, id: string): Promise<RowChange | null> {
  const [{ events, isWhole }, now] = await Promise.all([listAppliedUpTo(db, about, id), findProvenance(db, about)]);
  if (events.at(-1)?.id !== id) return null; // its body is gone, or it was not applied
  let before: Merged<Fields> | null = null;
  let after: Merged<Fields> | null = null;
  for (const event of events) {
    const said = saidOf(what, event);
    before = after;
    if (said) after = mergeFields(after, { ...said, eventId: event.id }, companions[what]);
  }
  return {
    what,
    key: "callId" in about ? about.callId : String(about.contactId),
    isNew: before === null && isWhole,
    isWhole,
    isGone: now === null,
    fields: changedFields(before, after).map((change) => ({
      ...change,
      replacedBy: laterSource(now, change.field, id),
    })),
  };
}

/** What a delivery says of the row, in the fields that are merged. */
function saidOf(what: RowChange["what"], event: StoredEvent): { fields: Fields; extra: Fields } | null {
  const { call, contact } = readStored(event).parsed ?? {};
  const part: Fields | null | undefined =
    what === "call" ? call && { ...call, agentId: event.agent_id, contactId: event.contact_id } : contact;
  if (!part) return null;
  const names: readonly string[] = what === "call" ? CALL_FIELDS : CONTACT_FIELDS;
  return { fields: Object.fromEntries(names.map((name) => [name, part[name] ?? null])), extra: part.extra as Fields };
}

function changedFields(before: Merged<Fields> | null, after: Merged<Fields> | null) {
  const was = before ? flat(before) : {};
  return Object.entries(after ? flat(after) : {})
    .map(([field, value]) => ({ field, before: was[field] ?? null, after: value ?? null }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after))
    .map((change) => (change.field === "recordingUrl" ? withoutLinks(change) : change));
}

/** A recording's link opens for anybody who has it, so no page shows it. */
function withoutLinks({ field, before, after }: Omit<FieldChange, "replacedBy">) {
  return { field, before: before && "a link", after: after && (before ? "another link" : "a link") };
}

function flat({ fields, extra }: Merged<Fields>): Fields {
  return { ...fields, ...Object.fromEntries(Object.entries(extra).map(([key, value]) => [`extra.${key}`, value])) };
}

function laterSource(now: Awaited<ReturnType<typeof findProvenance>>, field: string, id: string): string | null {
  const source = now && (now.field_events?.[field] ?? now.last_event_id);
  return source && source > id ? source : null;
}
