import { comparedKey } from "#app/convoso/field-map.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listLatestStored, type StoredEvent } from "#app/db/deliveries/stored-events.server.ts";
import type { Delivery } from "#app/features/ingest/delivery.server.ts";
import { loadFieldMapsOf } from "#app/features/ingest/field-maps.server.ts";
import { readStored } from "#app/features/ingest/read-stored.server.ts";
import type { DispositionGap } from "#app/features/overview/find-disposition-gap.server.ts";
import { suggestKey } from "#app/features/overview/suggest-key.server.ts";

/** So many deliveries of each side are compared, and so many are read to find them. */
const COMPARED = 100;
const MOST_READ = 300;
const MOST_KEYS = 8;
const LONGEST_VALUE = 60;

/** A key, whether it means the disposition, and what it came with lately where that says nothing. */
export type ChangedKey = { key: string; isDisposition: boolean; blank: string | null };

/**
 * How the call deliveries without a disposition since a moment differ from those with one before. `vanished`: keys that nearly
 * all earlier ones carried and hardly a later one does, those that mean the disposition first. `appeared`: the other way round,
 * `suggested` first, which may be the new name of the disposition.
 */
export type KeyChanges = {
  earlier: number;
  later: number;
  vanished: ChangedKey[];
  appeared: string[];
  suggested: string | null;
};

/** The deliveries next to the moment are compared, so that the answer stays the same while more arrive. */
export async function compareKeys(db: Database, { since, campaign }: Since): Promise<KeyChanges> {
  const [before, after] = await Promise.all([
    listLatestStored(db, "call", MOST_READ, { to: since }).then((events) => readAll(db, events)),
    listLatestStored(db, "call", MOST_READ, { from: since, isFirst: true }).then((events) => readAll(db, events)),
  ]);
  const isMeant = (readings: Readings) =>
    campaign === null || readings.some(({ field, value }) => field === "campaignName" && value === campaign);
  const earlier = before.filter((readings) => isMeant(readings) && saysDisposition(readings)).slice(0, COMPARED);
  const later = after.filter((readings) => isMeant(readings) && !saysDisposition(readings)).slice(0, COMPARED);
  const [was, is] = [countKeys(earlier), countKeys(later)];
  const often = (keys: Keys, key: string, of: number) => (keys.get(key)?.values.length ?? 0) / Math.max(1, of);
  const gone = (from: Keys, fromCount: number, to: Keys, toCount: number) =>
    [...from].filter(([key]) => often(from, key, fromCount) >= 0.8 && often(to, key, toCount) <= 0.2);
  const isComparable = earlier.length > 0 && later.length > 0;
  const vanished = isComparable ? gone(was, earlier.length, is, later.length) : [];
  const appeared = isComparable ? gone(is, later.length, was, earlier.length).map(([, key]) => key) : [];
  const suggested = await suggestKey(db, appeared);
  return {
    earlier: earlier.length,
    later: later.length,
    vanished: vanished
      .map(([compared, { key, isDisposition }]) => ({ key, isDisposition, blank: is.get(compared)?.blank ?? null }))
      .toSorted((a, b) => Number(b.isDisposition) - Number(a.isDisposition))
      .slice(0, MOST_KEYS),
    appeared: appeared
      .map(({ key }) => key)
      .toSorted((a, b) => Number(b === suggested) - Number(a === suggested))
      .slice(0, MOST_KEYS),
    suggested,
  };
}

type Since = Pick<DispositionGap, "since" | "campaign">;

/** A call's status is its disposition. */
const DISPOSITION = new Set(["disposition", "dispositionName", "status"]);

const meansDisposition = (field: string | null) => field !== null && DISPOSITION.has(field);
const saysDisposition = (readings: Readings) =>
  readings.some(({ field, value }) => meansDisposition(field) && value !== null);

type Readings = NonNullable<Delivery["parsed"]>["readings"];

async function readAll(db: Database, events: readonly StoredEvent[]): Promise<Readings[]> {
  const mapOf = await loadFieldMapsOf(db, events);
  return events.map((event) => readStored(event, mapOf(event)).parsed?.readings ?? []);
}

/** `values`: what each delivery says under it. `isUnknown`: it means no field. */
type Keys = Map<string, ChangedKey & { isUnknown: boolean; values: string[] }>;

/** What deliveries say under each key. */
function countKeys(deliveries: readonly Readings[]): Keys {
  const keys: Keys = new Map();
  for (const readings of deliveries) {
    const seen = new Set<string>();
    for (const { key, field, raw, value } of readings) {
      const compared = comparedKey(key);
      if (compared === "" || seen.has(compared)) continue;
      seen.add(compared);
      const isDisposition = meansDisposition(field);
      const known = keys.get(compared) ?? { key, isDisposition, isUnknown: field === null, blank: null, values: [] };
      keys.set(compared, known);
      const saysNothing = raw === "" || (isDisposition && value === null);
      if (saysNothing) known.blank ??= raw.slice(0, LONGEST_VALUE);
      else known.values.push(raw.slice(0, LONGEST_VALUE));
    }
  }
  return keys;
}
