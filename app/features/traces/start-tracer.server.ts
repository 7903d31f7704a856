import { hostname } from "node:os";
import { DiagLogLevel, diag, type Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, type IdGenerator, RandomIdGenerator, TracerProvider } from "@opentelemetry/sdk-trace";
import { version } from "#app/lib/version.server.ts";
import { log } from "#app/log.server.ts";

export type Ids = { traceId: string; spanId: string };
export type Tracing = {
  tracer: Tracer;
  /** The span that `start` starts gets these ids. */
  withIds: <T>(ids: Ids, start: () => T) => T;
  /** Hands over what is left. Never throws. */
  end: () => Promise<void>;
};

const COMPLAIN_EVERY_MS = 60_000;
const END_WITHIN_MS = 3_000;

/**
 * Starts to hand spans over to an OpenTelemetry collector, by OTLP over HTTP. What the collector does not take is dropped.
 * @param endpoint OTEL_EXPORTER_OTLP_ENDPOINT; the exporter reads OTEL_EXPORTER_OTLP_HEADERS itself
 */
export function startTracer(endpoint: string, serviceName: string, program: string): Tracing {
  complainSeldom();
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const { withIds, idGenerator } = chosenIds();
  const provider = new TracerProvider({
    idGenerator,
    resource: resourceFromAttributes({
      "service.name": serviceName,
      "service.version": version(),
      "host.name": hostname(),
      "portal.program": program,
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 2_000 })],
  });
  const end = () => provider.forceFlush({ timeoutMillis: END_WITHIN_MS }).catch(() => {}); // the log has it
  return { tracer: provider.getTracer("portal"), withIds, end };
}

function chosenIds(): { withIds: Tracing["withIds"]; idGenerator: IdGenerator } {
  const random = new RandomIdGenerator();
  let chosen: Ids | undefined;
  return {
    withIds: (ids, start) => {
      chosen = ids;
      try {
        return start();
      } finally {
        chosen = undefined;
      }
    },
    idGenerator: {
      generateTraceId: () => chosen?.traceId ?? random.generateTraceId(),
      generateSpanId: () => chosen?.spanId ?? random.generateSpanId(),
    },
  };
}

/** A collector that is away would otherwise fill the log. */
function complainSeldom(): void {
  let saidAt = Number.NEGATIVE_INFINITY;
  const error = (message: string) => {
    if (performance.now() - saidAt < COMPLAIN_EVERY_MS) return;
    saidAt = performance.now();
    log().warn({ detail: message.slice(0, 500) }, "traces could not be handed over; see OTEL_EXPORTER_OTLP_ENDPOINT");
  };
  const nothing = () => {};
  diag.setLogger({ error, warn: nothing, info: nothing, debug: nothing, verbose: nothing }, DiagLogLevel.ERROR);
}
