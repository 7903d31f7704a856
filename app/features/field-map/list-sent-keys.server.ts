import { comparedKey } from "#app/convoso/field-map.server.ts";
import type { FieldMap } from "#app/convoso/field-names.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { MappedEndpoint } from "#app/db/deliveries/field-maps.server.ts";
import { listLatestStored } from "#app/db/deliveries/stored-events.server.ts";
import { readStored } from "#app/features/ingest/read-stored.server.ts";

/** How many of the latest deliveries are looked at for keys. */
const LOOKED_AT = 300;
const MOST_KEYS = 100;
const MOST_VALUES = 3;
const LONGEST_VALUE = 60;

/** A key that came: as it was sent last, in how many deliveries, which field it is read as, and its latest values. */
export type SentKey = { key: string; count: number; field: string | null; values: string[] };

/** The keys of the latest deliveries to a webhook, read with this map. `left`: how many more there are. */
export type SentKeys = { deliveries: number; keys: SentKey[]; left: number };

/** Lists those that we have no field for first, then the most frequent. */
export async function listSentKeys(db: Database, endpoint: MappedEndpoint, map: FieldMap | null): Promise<SentKeys> {
  const events = await listLatestStored(db, endpoint, LOOKED_AT);
  const found = new Map<string, SentKey>();
  for (const event of events) {
    const seen = new Set<string>();
    for (const { key, field, raw } of readStored(event, map).parsed?.readings ?? []) {
      const compared = comparedKey(key);
      if (compared === "") continue;
      const sent = found.get(compared) ?? { key, count: 0, field, values: [] };
      found.set(compared, sent);
      if (!seen.has(compared)) sent.count += 1;
      seen.add(compared);
      addValue(sent.values, raw);
    }
  }
  const keys = [...found.values()].sort(
    (a, b) => Number(a.field !== null) - Number(b.field !== null) || b.count - a.count || (a.key < b.key ? -1 : 1),
  );
  return { deliveries: events.length, keys: keys.slice(0, MOST_KEYS), left: Math.max(0, keys.length - MOST_KEYS) };
}

function addValue(values: string[], raw: string): void {
  const value = raw.length > LONGEST_VALUE ? `${raw.slice(0, LONGEST_VALUE)}…` : raw;
  if (value !== "" && values.length < MOST_VALUES && !values.includes(value)) values.push(value);
}
