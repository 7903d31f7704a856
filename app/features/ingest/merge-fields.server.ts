import { isDeepStrictEqual } from "node:util";
import { isEndAlone } from "#app/convoso/call-phase.server.ts";
import { isNoLength, isWeakValue } from "#app/features/ingest/is-weak-value.server.ts";

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
  /** Fields whose values are provisional: whatever is final replaces them, older or newer. Null when there are none. */
  provisional: string[] | null;
};

/** Fields that describe one fact with another: when that one changes, they are replaced, also by null. */
export type Companions = Record<string, readonly string[]>;

/** Of two provisional ones, "completed" counts more than "ringing", older or newer. */
const isStatus = (field: string) => field === "disposition" || field === "dispositionName";

const EXTRA = "extra.";

/**
 * Merges one delivery into what is known, field by field: what it leaves blank stays, what a newer delivery said stays,
 * everything else is taken over; but what is provisional never replaces what is final, a filler no real value
 * ({@link isWeakValue}), and a length of 0 no other one. The result does not depend on the order in which deliveries are merged, and merging one twice
 * changes nothing.
 *
 * @returns the merged content; `isChanged`: whether any value differs from before; `isNews`: whether anything does, who
 * said what included, so that the row must be written
 */
export function mergeFields<F extends Fields>(
  current: Merged<F> | null,
  incoming: { fields: F; extra: Fields; eventId: string; provisional?: readonly string[] },
  companions: Companions = {},
): Merged<F> & { isChanged: boolean; isNews: boolean } {
  if (!current) {
    const { fields, extra, eventId } = incoming;
    const provisional = listOrNull(incoming.provisional?.filter((field) => (fields[field] ?? null) !== null) ?? []);
    return { fields, extra, lastEventId: eventId, fieldEvents: null, provisional, isChanged: true, isNews: true };
  }
  const before = flatten(current.fields, current.extra);
  const said = flatten(incoming.fields, incoming.extra);
  const after: Fields = { ...before };
  const sources: Record<string, string> = {};
  for (const [field, value] of Object.entries(before)) {
    if (value !== null) sources[field] = current.fieldEvents?.[field] ?? current.lastEventId;
  }
  const provisional = new Set(current.provisional);
  const saysProvisionally = new Set(incoming.provisional);
  const take = (field: string, value: unknown) => {
    after[field] = value;
    if (value !== null && saysProvisionally.has(field)) provisional.add(field);
    else provisional.delete(field);
    if (value === null) delete sources[field];
    else sources[field] = incoming.eventId;
  };
  const wins = (field: string): boolean => {
    const source = sources[field];
    if (source === undefined || source === incoming.eventId) return true;
    const isWeak = isWeakValue(field, current.fields);
    if (isWeak !== isWeakValue(field, incoming.fields)) return isWeak;
    if (provisional.has(field) !== saysProvisionally.has(field)) return provisional.has(field);
    if (isStatus(field) && provisional.has(field)) {
      const isEnd = isEndAlone(current.fields[field]);
      if (isEnd !== isEndAlone(incoming.fields[field])) return !isEnd;
    }
    const isNone = isNoLength(field, current.fields);
    if (isNone !== isNoLength(field, incoming.fields)) return isNone;
    return incoming.eventId > source;
  };
  const followers = new Set(Object.values(companions).flat());
  for (const [field, value] of Object.entries(said)) {
    if (value === null || followers.has(field) || !wins(field)) continue;
    const isOtherFact = !isDeepStrictEqual(before[field] ?? null, value);
    take(field, value);
    for (const companion of companions[field] ?? []) {
      const saidToo = said[companion] ?? null;
      if (isOtherFact || saidToo !== null) take(companion, saidToo);
    }
  }
  // A companion that came without the field it describes is a separate fact.
  for (const [leader, led] of Object.entries(companions)) {
    if ((said[leader] ?? null) !== null) continue;
    for (const field of led) {
      const value = said[field] ?? null;
      if (value !== null && wins(field)) take(field, value);
    }
  }
  const isNewest = incoming.eventId > current.lastEventId;
  const lastEventId = isNewest ? incoming.eventId : current.lastEventId;
  const older = Object.entries(sources).filter(([, eventId]) => eventId !== lastEventId);
  const fieldEvents = older.length > 0 ? Object.fromEntries(older) : null;
  const isChanged = Object.keys(after).some((field) => !isDeepStrictEqual(before[field] ?? null, after[field] ?? null));
  const left = listOrNull([...provisional]);
  const isSameSource =
    lastEventId === current.lastEventId &&
    isDeepStrictEqual(fieldEvents, current.fieldEvents) &&
    isDeepStrictEqual(left, current.provisional);
  return {
    ...(unflatten(after) as { fields: F; extra: Fields }),
    lastEventId,
    fieldEvents,
    provisional: left,
    isChanged,
    isNews: isChanged || !isSameSource,
  };
}

function listOrNull(fields: string[]): string[] | null {
  return fields.length > 0 ? fields.sort() : null;
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
