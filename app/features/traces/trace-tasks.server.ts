import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import type { Task, TaskList } from "graphile-worker";
import { atMostPerSecond } from "#app/features/traces/at-most-per-second.server.ts";
import type { Tracing } from "#app/features/traces/start-tracer.server.ts";
import { observe } from "#app/lib/observe.server.ts";

/** Jobs that no traced delivery queued, such as those of the crontab. */
const MOST_PER_SECOND = 20;

/**
 * The same tasks, traced: a run belongs to the trace of the delivery that queued its job, and what it asks Convoso to the run.
 * Runs that share a question have it in the trace of one of them.
 */
export function traceTasks({ tracer }: Tracing, tasks: TaskList): TaskList {
  const running = new AsyncLocalStorage<Context>();
  const mayTrace = atMostPerSecond(MOST_PER_SECOND);

  observe("convoso asked", ({ section, result, seconds }) => {
    const parent = running.getStore();
    if (!parent) return;
    const end = performance.timeOrigin + performance.now();
    const attributes = { "portal.result": result };
    const options = { kind: SpanKind.CLIENT, startTime: end - seconds * 1000, attributes };
    const span = tracer.startSpan(`Convoso ${section}`, options, parent);
    if (result !== "answered") span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(end);
  });

  const traced =
    (name: string, task: Task): Task =>
    async (payload, helpers) => {
      const queuedBy = readTraceparent((payload as { trace?: unknown } | null)?.trace);
      if (!queuedBy && !mayTrace()) return task(payload, helpers);
      const parent = queuedBy ? trace.setSpanContext(ROOT_CONTEXT, queuedBy) : ROOT_CONTEXT;
      const attributes = { "portal.job_id": helpers.job.id, "portal.attempt": helpers.job.attempts };
      const links = queuedBy ? [{ context: queuedBy }] : [];
      const span = tracer.startSpan(name, { kind: SpanKind.CONSUMER, attributes, links }, parent);
      try {
        return await running.run(trace.setSpan(parent, span), () => task(payload, helpers));
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR }); // a message may quote what was sent
        throw error;
      } finally {
        span.end();
      }
    };
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, traced(name, task as Task)]));
}

/** The span that a `traceparent` names; null where it is none. */
function readTraceparent(text: unknown): SpanContext | null {
  const [, traceId = "", spanId = ""] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(String(text)) ?? [];
  const context = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(context) ? context : null;
}
