import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, Registry } from "prom-client";
import { env } from "#app/env.server.ts";
import { holdsBearer } from "#app/features/auth/holds-bearer.server.ts";
import { readDatabaseGauges } from "#app/features/metrics/database-gauges.server.ts";
import { createInstruments, type Program } from "#app/features/metrics/instruments.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** The numbers of one process, as they travel to another. */
export type Numbers = MetricObjectWithValues<MetricValue<string>>[];

type Sources = { own: Registry; others: (() => Promise<Numbers>)[] };
const sources = () => singleton("metrics", (): { started?: Sources } => ({}));

/**
 * From now on this process counts. Call it once, before anything happens.
 * @param others what else belongs into its answer, such as the numbers of its other half
 */
export function startMetrics(program: Program, ...others: (() => Promise<Numbers>)[]): void {
  sources().started ??= { own: createInstruments(program), others };
}

/** The numbers of this process alone. Empty where it does not count. */
export async function readNumbers(): Promise<Numbers> {
  return ((await sources().started?.own.getMetricsAsJSON()) ?? []) as unknown as Numbers;
}

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** All that this process can tell, in Prometheus' text format. */
export async function writeMetrics(): Promise<string> {
  const others = sources().started?.others ?? [];
  const ofDatabase = async () => (await (await readDatabaseGauges()).getMetricsAsJSON()) as unknown as Numbers;
  const all = await Promise.all([readNumbers(), ofDatabase(), ...others.map((read) => read())]);
  return AggregatorRegistry.aggregate(all).metrics();
}

/** Whether an Authorization header holds METRICS_TOKEN; null where none is set, and nobody may ask. */
export function holdsMetricsToken(authorization: string | null): boolean | null {
  return holdsBearer(authorization, env().METRICS_TOKEN);
}
