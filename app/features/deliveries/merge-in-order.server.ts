import { isDeepStrictEqual } from "node:util";
import type { FieldMap } from "#app/convoso/field-names.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { StoredEvent } from "#app/db/deliveries/stored-events.server.ts";
import { loadFieldMapsOf } from "#app/features/ingest/field-maps.server.ts";
import { type Fields, type Merged, mergeFields } from "#app/features/ingest/merge-fields.server.ts";
import { readStored } from "#app/features/ingest/read-stored.server.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import { companionsOf, type FieldTable } from "#app/lib/fields/field.ts";
import { withoutLinks } from "#app/lib/without-links.ts";

/** What one delivery did to one row. `isNew`: it is the first about it, as far as all of them are left. */
export type TracedChange = {
  what: "call" | "lead";
  eventId: string;
  isNew: boolean;
  fields: { field: string; before: unknown; after: unknown }[];
};

const tables: Record<TracedChange["what"], FieldTable> = { call: CALL_FIELDS, lead: CONTACT_FIELDS };

/**
 * Reads the deliveries about one row and merges them again, as today's code does it, each with the field map that it was
 * read with.
 * @param events all about the row, in the order of receipt
 * @param isWhole whether none before them is missing
 */
export async function mergeInOrder(
  db: Database,
  what: TracedChange["what"],
  events: readonly StoredEvent[],
  isWhole: boolean,
): Promise<TracedChange[]> {
  const mapOf = await loadFieldMapsOf(db, events);
  let merged: Merged<Fields> | null = null;
  return events.map((event) => {
    const said = saidOf(what, event, mapOf(event));
    const before = merged;
    if (said) merged = mergeFields(merged, { ...said, eventId: event.id }, companionsOf(tables[what]));
    return {
      what,
      eventId: event.id,
      isNew: before === null && merged !== null && isWhole,
      fields: changedFields(before, merged),
    };
  });
}

/** What a delivery says of the row, in the fields that are merged. */
function saidOf(what: TracedChange["what"], event: StoredEvent, map: FieldMap | null) {
  const { call, contact } = readStored(event, map).parsed ?? {};
  const part: Fields | null | undefined =
    what === "call" ? call && { ...call, agentId: event.agent_id, contactId: event.contact_id } : contact;
  if (!part) return null;
  const names = Object.keys(tables[what]);
  const fields: Fields = Object.fromEntries(names.map((name) => [name, part[name] ?? null]));
  return { fields, extra: part.extra as Fields, provisional: what === "call" ? (call?.provisional ?? []) : [] };
}

function changedFields(before: Merged<Fields> | null, after: Merged<Fields> | null) {
  const was = before ? flat(before) : {};
  return Object.entries(after ? flat(after) : {})
    .map(([field, value]) => ({ field, before: was[field] ?? null, after: value ?? null }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after))
    .map(withoutLinks);
}

function flat({ fields, extra }: Merged<Fields>): Fields {
  return { ...fields, ...Object.fromEntries(Object.entries(extra).map(([key, value]) => [`extra.${key}`, value])) };
}
