import type { TaskList } from "graphile-worker";
import { env } from "#app/env.server.ts";
import type { Tracing } from "#app/features/traces/start-tracer.server.ts";

/** What is traced, and how to hand over the last of it. */
type Traced<T> = { traced: T; endTraces: () => Promise<void> };

const untraced = <T>(traced: T): Traced<T> => ({ traced, endTraces: async () => {} });

/** Traces the deliveries of this process from now on, if OTEL_EXPORTER_OTLP_ENDPOINT is set. */
export async function traceDeliveriesIfWanted(): Promise<Traced<null>> {
  const tracing = await startIfWanted("web");
  if (!tracing) return untraced(null);
  const { traceDeliveries } = await import("#app/features/traces/trace-deliveries.server.ts");
  traceDeliveries(tracing);
  return { traced: null, endTraces: tracing.end };
}

/** The tasks, which trace their runs if OTEL_EXPORTER_OTLP_ENDPOINT is set. */
export async function traceTasksIfWanted(tasks: TaskList): Promise<Traced<TaskList>> {
  const tracing = await startIfWanted("worker");
  if (!tracing) return untraced(tasks);
  const { traceTasks } = await import("#app/features/traces/trace-tasks.server.ts");
  return { traced: traceTasks(tracing, tasks), endTraces: tracing.end };
}

/** Nothing of OpenTelemetry is loaded where it is not wanted: it would hold up the first deliveries after a restart. */
async function startIfWanted(program: string): Promise<Tracing | null> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME } = env();
  if (!OTEL_EXPORTER_OTLP_ENDPOINT) return null;
  const { startTracer } = await import("#app/features/traces/start-tracer.server.ts");
  return startTracer(OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME, program);
}
