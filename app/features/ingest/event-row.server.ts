import type { NewCallEvent } from "#app/db/ingest/insert-call-events.server.ts";
import { type Delivery, isTestDelivery, type StoredDelivery } from "#app/features/ingest/delivery.server.ts";
import { keptHeaders, keptQuery } from "#app/features/ingest/kept-of-delivery.server.ts";

/** What `call_events` keeps of a delivery, whatever its outcome. */
export function arrivalOf(delivery: Delivery) {
  const { raw, parsed, problems } = delivery;
  const headers = keptHeaders(delivery);
  return {
    id: raw.eventId,
    endpoint: raw.endpoint,
    kind: parsed?.kind ?? null,
    isMisrouted: parsed?.isMisrouted ?? false,
    isTest: isTestDelivery(delivery),
    receivedAt: raw.receivedAt,
    method: raw.method,
    query: keptQuery(delivery) || null,
    contentType: headers["content-type"] ?? null,
    headers,
    sourceAddress: raw.sourceAddress,
    body: delivery.isVerified ? raw.body : null,
    bodySize: raw.bodySize,
    bodyShape: delivery.bodyShape,
    fieldMapVersion: delivery.fieldMapVersion,
    problems: problems.length > 0 ? problems : null,
    partOf: raw.partOf?.eventId ?? null,
    part: raw.partOf?.part ?? null,
  };
}

/** Its row of `call_events`, once it is known what it did. */
export function eventOf(arrival: ReturnType<typeof arrivalOf>, { verdict, touched }: StoredDelivery): NewCallEvent {
  return {
    ...arrival,
    outcome: verdict.outcome,
    httpStatus: verdict.status,
    error: verdict.error,
    hint: verdict.hint,
    processingMs: Date.now() - arrival.receivedAt.getTime(),
    ...touched,
  };
}
