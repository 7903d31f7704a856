import { type FieldMapEntry, makeFieldMap } from "#app/convoso/field-map.server.ts";
import type { FieldMap } from "#app/convoso/field-names.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { MappedEndpoint } from "#app/db/deliveries/field-maps.server.ts";
import { listLatestStored, type StoredEvent } from "#app/db/deliveries/stored-events.server.ts";
import type { Delivery } from "#app/features/ingest/delivery.server.ts";
import { readStored } from "#app/features/ingest/read-stored.server.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import type { FieldTable } from "#app/lib/fields/field.ts";
import { withoutLinks } from "#app/lib/without-links.ts";

/** So many of the latest deliveries are searched for those with a changed key, and a draft is tried on so many of these. */
const LOOKED_AT = 1_000;
const TRIED = 100;
const MOST_SHOWN = 30;

/** What one delivery would be read as instead; null: nothing. */
export type TriedChange = { field: string; before: string | null; after: string | null };
export type TriedDelivery = { id: string; receivedAt: Date; changes: TriedChange[] };

/**
 * What a draft would change in how deliveries are read. `containing`: how many of the latest, which were `lookedAt`, have a key
 * that the draft changes; the latest of these are `tried`. `fields`: in how many deliveries each field gets a value, gets
 * another one, or loses it, and about how many leads they are. `otherCalls`: deliveries whose call would get another id.
 * `rows`: the first few of the `different` ones.
 */
export type Trial = {
  lookedAt: number;
  containing: number;
  tried: number;
  different: number;
  fields: { field: string; gained: number; changed: number; lost: number; leads: number }[];
  otherCalls: number;
  rows: TriedDelivery[];
};

/** Reads the latest deliveries to a webhook that have a changed key with the map in use and with a draft. Nothing is stored. */
export async function tryFieldMap(
  db: Database,
  endpoint: MappedEndpoint,
  { inUse, draft }: { inUse: FieldMap | null; draft: readonly FieldMapEntry[] },
): Promise<Trial> {
  const latest = await listLatestStored(db, endpoint, LOOKED_AT);
  const drafted = makeFieldMap(0, draft);
  const isChanged = (key: string) => meaningOf(inUse, key) !== meaningOf(drafted, key);
  const containing = latest
    .map((event) => ({ event, was: readStored(event, inUse) }))
    .filter(({ was }) => was.parsed?.readings.some(({ key }) => isChanged(key)));
  const tried = containing
    .slice(0, TRIED)
    .map(({ event, was }) => ({ event, ...tryOn(event, was, readStored(event, drafted)) }));
  const different = tried.filter(({ changes }) => changes.length > 0);
  return {
    lookedAt: latest.length,
    containing: containing.length,
    tried: tried.length,
    different: different.length,
    fields: countFields(different),
    otherCalls: different.filter(({ event, changes }) => event.call_id !== null && isOtherCall(changes)).length,
    rows: different
      .slice(0, MOST_SHOWN)
      .map(({ event, changes }) => ({ id: event.id, receivedAt: event.received_at, changes })),
  };
}

/** Undefined: the map does not have the key; null: it means no field. */
function meaningOf(map: FieldMap | null, key: string): string | null | undefined {
  const found = map?.find(key);
  return found === undefined ? undefined : (found?.field ?? null);
}

type Tried = { event: StoredEvent; lead: string; changes: TriedChange[] };

function tryOn(event: StoredEvent, was: Delivery, is: Delivery): Omit<Tried, "event"> {
  const [before, after] = [saidIn(was), saidIn(is)];
  const changes = Object.entries(LABELS).flatMap(([name, field]) => {
    const [old, now] = [before[name] ?? null, after[name] ?? null];
    return old === now ? [] : [{ ...(withoutLinks({ field: name, before: old, after: now }) as TriedChange), field }];
  });
  const leadId = is.parsed?.contact?.leadId ?? was.parsed?.contact?.leadId;
  return { lead: leadId ? `id ${leadId}` : event.contact_id === null ? event.id : `#${event.contact_id}`, changes };
}

function isOtherCall(changes: readonly TriedChange[]): boolean {
  return changes.some(({ field, before, after }) => field === LABELS.callId && before !== null && after !== null);
}

function countFields(tried: readonly Tried[]): Trial["fields"] {
  const all = tried.flatMap(({ lead, changes }) => changes.map((change) => ({ ...change, lead })));
  return [...Map.groupBy(all, ({ field }) => field)].map(([field, changes]) => ({
    field,
    gained: changes.filter(({ before }) => before === null).length,
    changed: changes.filter(({ before, after }) => before !== null && after !== null).length,
    lost: changes.filter(({ after }) => after === null).length,
    leads: new Set(changes.map(({ lead }) => lead)).size,
  }));
}

/** The fields that hold the text of another one, which is compared where that could not be read. */
const TEXTS: Record<string, string> = { phoneE164: "phoneNumber", startedAt: "startedAtText", endedAt: "endedAtText" };

const isText = (name: string) => Object.values(TEXTS).includes(name);
const labelsOf = (table: FieldTable) =>
  Object.fromEntries(Object.entries(table).flatMap(([name, { label }]) => (isText(name) ? [] : [[name, label]])));

const LABELS: Record<string, string> = {
  kind: "Read as",
  callId: "Call id",
  ...labelsOf(CONTACT_FIELDS),
  ...labelsOf(CALL_FIELDS),
  agentId: "Agent id",
  agentName: "Agent's name",
  agentEmail: "Agent's e-mail",
};

/** What a delivery says, by the names of {@link LABELS}. */
function saidIn({ parsed, verdict }: Delivery): Record<string, string | null> {
  const { call, contact, agent, kind } = parsed ?? {};
  const row: Record<string, unknown> = { ...contact, ...call };
  const said: Record<string, unknown> = {
    ...row,
    ...Object.fromEntries(Object.entries(TEXTS).map(([name, text]) => [name, row[name] ?? row[text]])),
    kind: kind ? `a ${kind}` : `nothing: ${verdict.error ?? ""}`,
    ...{ agentId: agent?.agentId, agentName: agent?.name, agentEmail: agent?.email },
  };
  return Object.fromEntries(Object.keys(LABELS).map((name) => [name, asText(said[name])]));
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}
