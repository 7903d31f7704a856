import { v7 as uuidv7 } from "uuid";
import type { Delivery } from "#app/features/ingest/delivery.server.ts";
import { readVerified } from "#app/features/ingest/read-delivery.server.ts";

/** What stands as the source of deliveries that the portal made of Convoso's call log. */
export const RECONCILE = "reconcile";

/**
 * A row of Convoso's call log as a delivery, as of the moment at which Convoso was asked. Its bytes are Convoso's;
 * the query names the call, since a bare `id` may be anything. No field map reads it: the keys are the API's, not the
 * adaptor's.
 */
export function readLogRow({ callId, body, askedAt }: { callId: string; body: Uint8Array; askedAt: Date }): Delivery {
  const raw = {
    eventId: uuidv7({ msecs: askedAt.getTime() }),
    endpoint: "call" as const,
    isTest: false,
    receivedAt: askedAt,
    method: "GET",
    query: new URLSearchParams({ call_log_id: callId }),
    headers: new Headers({ "content-type": "application/json" }),
    sourceAddress: RECONCILE,
    body,
    bodySize: body.byteLength,
  };
  return readVerified(raw, body, null);
}
