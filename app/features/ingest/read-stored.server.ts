import type { FieldMap } from "#app/convoso/field-names.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { StoredEvent } from "#app/db/deliveries/stored-events.server.ts";
import type { Delivery } from "#app/features/ingest/delivery.server.ts";
import { loadFieldMaps, mappedEndpoint } from "#app/features/ingest/field-maps.server.ts";
import { readVerified } from "#app/features/ingest/read-delivery.server.ts";
import { RECONCILE } from "#app/features/ingest/read-log-row.server.ts";

/**
 * A stored delivery as today's code reads it with this field map, under its own id and time of receipt. Never throws.
 */
export function readStored(event: StoredEvent, map: FieldMap | null): Delivery {
  const { id, part_of, part, is_test, received_at, query, headers, source_address, body, body_size, endpoint, method } =
    event;
  const raw = {
    eventId: id,
    endpoint,
    method,
    body,
    isTest: is_test,
    receivedAt: received_at,
    query: new URLSearchParams(query ?? ""),
    headers: new Headers(headers),
    sourceAddress: source_address,
    bodySize: body_size,
    partOf: part_of === null || part === null ? null : { eventId: part_of, part },
  };
  return readVerified(raw, body, map);
}

/** Stored deliveries as today's code reads them with the newest field maps. */
export async function readAllStored(db: Database, events: readonly StoredEvent[]): Promise<Delivery[]> {
  const maps = await loadFieldMaps(db);
  return events.map((event) => {
    const isOfLog = event.source_address === RECONCILE; // no adaptor named its keys
    return readStored(event, isOfLog ? null : maps[mappedEndpoint(event.endpoint)]);
  });
}
