import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import { atMostPerSecond } from "#app/features/traces/at-most-per-second.server.ts";
import type { Tracing } from "#app/features/traces/start-tracer.server.ts";
import { type Answered, observe } from "#app/lib/observe.server.ts";
import { tracedDeliveries, traceIdsOf } from "#app/lib/traced-deliveries.server.ts";

/** Enough to see what happens, and too few to be in the way of a flood. */
const MOST_PER_SECOND = 20;
const FAULTS = new Set<Answered>(["failed", "lost"]);

const now = () => performance.timeOrigin + performance.now();

/**
 * From now on traces deliveries: as one arrives, is stored together with others, and is committed. Spans are made
 * afterwards, of what this process tells anyway, so nothing waits for them.
 */
export function traceDeliveries({ tracer, withIds }: Tracing): void {
  const traced = tracedDeliveries();
  const plannedAt = new Map<string, number>();
  const mayTrace = atMostPerSecond(MOST_PER_SECOND);
  const under = (eventId: string) =>
    trace.setSpanContext(ROOT_CONTEXT, { ...traceIdsOf(eventId), traceFlags: TraceFlags.SAMPLED });

  observe("delivery received", ({ eventId }) => {
    if (mayTrace()) traced.add(eventId);
  });
  observe("batch planned", ({ deliveries }) => {
    if (traced.size === 0) return;
    const at = now();
    for (const { raw } of deliveries) if (traced.has(raw.eventId)) plannedAt.set(raw.eventId, at);
  });
  observe("batch stored", ({ deliveries, seconds }) => {
    if (traced.size === 0) return;
    const end = now();
    const startTime = end - seconds * 1000;
    const attributes = { "portal.batch_size": deliveries.length };
    for (const { raw } of deliveries) {
      if (!traced.has(raw.eventId)) continue;
      const batch = tracer.startSpan("store batch", { startTime, attributes }, under(raw.eventId));
      const inBatch = trace.setSpan(ROOT_CONTEXT, batch);
      tracer.startSpan("commit", { startTime: plannedAt.get(raw.eventId) ?? startTime }, inBatch).end(end);
      batch.end(end);
    }
  });
  observe("delivery answered", ({ eventId, endpoint, outcome, seconds }) => {
    plannedAt.delete(eventId);
    if (!traced.delete(eventId)) return;
    const end = now();
    const attributes = { "portal.event_id": eventId, "portal.endpoint": endpoint, "portal.outcome": outcome };
    const options = { kind: SpanKind.SERVER, startTime: end - seconds * 1000, attributes, root: true };
    const span = withIds(traceIdsOf(eventId), () => tracer.startSpan("receive delivery", options));
    if (FAULTS.has(outcome)) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(end);
  });
}
