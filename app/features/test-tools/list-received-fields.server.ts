import { ADAPTOR_FIELDS, type AdaptorField } from "#app/convoso/adaptor-fields.server.ts";
import { makeFieldMap } from "#app/convoso/field-map.server.ts";
import { nameField } from "#app/convoso/field-names.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findNewestFieldMap } from "#app/db/deliveries/field-maps.server.ts";
import { listLatestStored } from "#app/db/deliveries/stored-events.server.ts";
import { readStored } from "#app/features/ingest/read-stored.server.ts";

/** How many of the latest deliveries are looked at. */
const LOOKED_AT = 100;

/** A field to map, and the names under which it came with a value, the most frequent first. */
export type ReceivedField = AdaptorField & { names: string[] };
export type ReceivedFields = { deliveries: number; fields: ReceivedField[] };

/** What an admin maps in Convoso's adaptor for leads or calls, and what of it has come lately; test data does not count. */
export async function listReceivedFields(db: Database, endpoint: "lead" | "call"): Promise<ReceivedFields> {
  const newest = await findNewestFieldMap(db, endpoint);
  const map = newest ? makeFieldMap(newest.version, newest.map) : null;
  const events = (await listLatestStored(db, endpoint, LOOKED_AT)).filter(({ is_test }) => !is_test);
  const counts = new Map<string, Map<string, number>>();
  for (const event of events) {
    for (const { key, field, value } of readStored(event, map).parsed?.readings ?? []) {
      if (field === null || value === null) continue;
      const names = counts.get(field) ?? new Map<string, number>();
      counts.set(field, names.set(key, (names.get(key) ?? 0) + 1));
    }
  }
  return {
    deliveries: events.length,
    fields: ADAPTOR_FIELDS[endpoint].map((row) => ({ ...row, names: namesOf(row, counts) })),
  };
}

/** Convoso's own name counts as well: `status` says the disposition of a call. */
function namesOf(
  { field, mappedTo }: AdaptorField,
  counts: ReadonlyMap<string, ReadonlyMap<string, number>>,
): string[] {
  const meant = new Set([mappedTo, field].map((name) => nameField(name)?.field ?? ""));
  const found = [...meant].flatMap((one) => [...(counts.get(one) ?? [])]);
  return found.sort(([, some], [, more]) => more - some).map(([name]) => name);
}
