import { singleton } from "#app/lib/singleton.ts";

/** The ids of deliveries in hand that are traced. None where nothing is (OTEL_EXPORTER_OTLP_ENDPOINT). */
export function tracedDeliveries(): Set<string> {
  return singleton("traced-deliveries", () => new Set());
}

/** The trace of a delivery has the delivery's id, and its first span the second half of it. So one leads to the other. */
export function traceIdsOf(eventId: string): { traceId: string; spanId: string } {
  const traceId = eventId.replaceAll("-", "");
  return { traceId, spanId: traceId.slice(16) };
}

/** Under which span a job belongs to the trace of the delivery that queued it, as `traceparent` of W3C's Trace Context; null without a trace. */
export function traceparentOf(eventId: string): string | null {
  if (!tracedDeliveries().has(eventId)) return null;
  const { traceId, spanId } = traceIdsOf(eventId);
  return `00-${traceId}-${spanId}-01`;
}
