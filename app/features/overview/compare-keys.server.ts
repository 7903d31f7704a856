import { comparedKey } from "#app/convoso/field-map.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listLatestStored, type StoredEvent } from "#app/db/deliveries/stored-events.server.ts";
import { loadFieldMapsOf } from "#app/features/ingest/field-maps.server.ts";
import { readStored } from "#app/features/ingest/read-stored.server.ts";

/** So many deliveries of each side are read. */
const LOOKED_AT = 100;
const MOST_KEYS = 8;
const LONGEST_VALUE = 60;

/** A key, whether it means the disposition, and what it came with lately where that says nothing. */
export type ChangedKey = { key: string; isDisposition: boolean; blank: string | null };

/**
 * How the call deliveries after a moment differ from those before it. `vanished`: keys that nearly all earlier ones carried
 * and hardly a later one does, those that mean the disposition first. `appeared`: the other way round.
 */
export type KeyChanges = { earlier: number; later: number; vanished: ChangedKey[]; appeared: string[] };

export async function compareKeys(db: Database, since: Date): Promise<KeyChanges> {
  const [earlier, later] = await Promise.all([
    listLatestStored(db, "call", LOOKED_AT, { to: since }),
    listLatestStored(db, "call", LOOKED_AT, { from: since }),
  ]);
  const [was, is] = await Promise.all([countKeys(db, earlier), countKeys(db, later)]);
  const often = (keys: Keys, key: string, of: number) => (keys.get(key)?.count ?? 0) / Math.max(1, of);
  const gone = (from: Keys, fromCount: number, to: Keys, toCount: number) =>
    [...from].filter(([key]) => often(from, key, fromCount) >= 0.8 && often(to, key, toCount) <= 0.2);
  const isComparable = earlier.length > 0 && later.length > 0;
  const vanished = isComparable ? gone(was, earlier.length, is, later.length) : [];
  const appeared = isComparable ? gone(is, later.length, was, earlier.length) : [];
  return {
    earlier: earlier.length,
    later: later.length,
    vanished: vanished
      .map(([compared, { key, isDisposition }]) => ({ key, isDisposition, blank: is.get(compared)?.blank ?? null }))
      .toSorted((a, b) => Number(b.isDisposition) - Number(a.isDisposition))
      .slice(0, MOST_KEYS),
    appeared: appeared.map(([, { key }]) => key).slice(0, MOST_KEYS),
  };
}

/** A call's status is its disposition. */
const DISPOSITION = new Set(["disposition", "dispositionName", "status"]);

type Keys = Map<string, ChangedKey & { count: number }>;

/** In how many deliveries each key says something. */
async function countKeys(db: Database, events: readonly StoredEvent[]): Promise<Keys> {
  const mapOf = await loadFieldMapsOf(db, events);
  const keys: Keys = new Map();
  for (const event of events) {
    const seen = new Set<string>();
    for (const { key, field, raw, value } of readStored(event, mapOf(event)).parsed?.readings ?? []) {
      const compared = comparedKey(key);
      if (compared === "" || seen.has(compared)) continue;
      seen.add(compared);
      const isDisposition = field !== null && DISPOSITION.has(field);
      const known = keys.get(compared) ?? { key, isDisposition, blank: null, count: 0 };
      keys.set(compared, known);
      const saysNothing = raw === "" || (isDisposition && value === null);
      if (saysNothing) known.blank ??= raw.slice(0, LONGEST_VALUE);
      else known.count += 1;
    }
  }
  return keys;
}
