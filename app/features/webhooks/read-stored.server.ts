import type { StoredEvent } from "#app/db/stored-events.server.ts";
import type { Delivery } from "#app/features/webhooks/delivery.server.ts";
import { readVerified } from "#app/features/webhooks/read-delivery.server.ts";

/** A delivery of the ledger as today's code reads it, under its own id and time of receipt. Never throws. */
export function readStored(event: StoredEvent): Delivery {
  const { id, is_test, received_at, query, headers, source_address, body, body_size, endpoint, method } = event;
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
  };
  return readVerified(raw, body);
}
