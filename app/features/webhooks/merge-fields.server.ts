import { isDeepStrictEqual } from "node:util";

/** A row's content: our field names to values; null where no delivery has said anything. */
export type Fields = Record<string, unknown>;

/** What is known of a row, and which delivery said it. */
export type Merged<F extends Fields> = {
  fields: F;
  /** Keys that we have no column for, merged one by one like the fields. */
  extra: Fields;
  /** The newest delivery merged. Event ids are UUIDs of version 7: they sort by time of receipt. */
  lastEventId: string;
  /** Field → the delivery that set it, for those that an older delivery than `lastEventId` set. Null when there are none. */
  fieldEvents: Record<string, string> | null;
};

/** Fields that describe one fact with another: when that one changes, they are replaced, also by null. */
export type Companions = Record<string, readonly string[]>;

const EXTRA = "extra.";

/**
 * Merges one delivery into what is known, field by field: what it leaves blank stays, what a newer delivery said stays,
 * everything else is taken over. The result does not depend on the order in which deliveries are merged, and merging one
 * twice changes nothing.
 *
 * @returns the merged content; `isChanged`: whether any value differs from before; `isNews`: whether anything does, who
 * said what included, so that the row must be written
 */
export function mergeFields<F extends Fields>(
  current: Merged<F> | null,
  incoming: { fields: F; extra: Fields; eventId: string },
  companions: Companions = {},
): Merged<F> & { isChanged: boolean; isNews: boolean } {
  if (!current) {
    const { fields, extra, eventId } = incoming;
    return { fields, extra, lastEventId: eventId, fieldEvents: null, isChanged: true, isNews: true };
  }
  const before = flatten(current.fields, current.extra);
  const said = flatten(incoming.fields, incoming.extra);
  const after: Fields = { ...before };
  const sources: Record<string, string> = {};
  for (const [field, value] of Object.entries(before)) {
    if (value !== null) sources[field] = current.fieldEvents?.[field] ?? current.lastEventId;
  }
  const take = (field: string, value: unknown) => {
    after[field] = value;
    if (value === null) delete sources[field];
    else sources[field] = incoming.eventId;
  };
  const followers = new Set(Object.values(companions).flat());
  for (const [field, value] of Object.entries(said)) {
    if (value === null || followers.has(field) || !isNewer(incoming.eventId, sources[field])) continue;
    const isOtherFact = !isDeepStrictEqual(before[field] ?? null, value);
    take(field, value);
    for (const companion of companions[field] ?? []) {
      const saidToo = said[companion] ?? null;
      if (isOtherFact || saidToo !== null) take(companion, saidToo);
    }
  }
  // A companion that came without the field it describes is a fact of its own.
  for (const [leader, led] of Object.entries(companions)) {
    if ((said[leader] ?? null) !== null) continue;
    for (const field of led) {
      const value = said[field] ?? null;
      if (value !== null && isNewer(incoming.eventId, sources[field])) take(field, value);
    }
  }
  const lastEventId = isNewer(incoming.eventId, current.lastEventId) ? incoming.eventId : current.lastEventId;
  const older = Object.entries(sources).filter(([, eventId]) => eventId !== lastEventId);
  const fieldEvents = older.length > 0 ? Object.fromEntries(older) : null;
  const isChanged = Object.keys(after).some((field) => !isDeepStrictEqual(before[field] ?? null, after[field] ?? null));
  const isSameSource = lastEventId === current.lastEventId && isDeepStrictEqual(fieldEvents, current.fieldEvents);
  return {
    ...(unflatten(after) as { fields: F; extra: Fields }),
    lastEventId,
    fieldEvents,
    isChanged,
    isNews: isChanged || !isSameSource,
  };
}

function isNewer(eventId: string, source: string | undefined): boolean {
  return source === undefined || eventId >= source;
}

function flatten(fields: Fields, extra: Fields): Fields {
  return { ...fields, ...Object.fromEntries(Object.entries(extra).map(([key, value]) => [EXTRA + key, value])) };
}

function unflatten(flat: Fields): { fields: Fields; extra: Fields } {
  const entries = Object.entries(flat);
  return {
    fields: Object.fromEntries(entries.filter(([field]) => !field.startsWith(EXTRA))),
    extra: Object.fromEntries(
      entries.flatMap(([field, value]) => (field.startsWith(EXTRA) ? [[field.slice(EXTRA.length), value]] : [])),
    ),
  };
}
