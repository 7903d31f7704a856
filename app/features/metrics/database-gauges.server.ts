import { Gauge, Registry } from "prom-client";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { countFailedEvents } from "#app/db/deliveries/failed-events.server.ts";
import { listTotals } from "#app/db/figures/figures.server.ts";
import { countDueJobs } from "#app/db/jobs/due-jobs.server.ts";
import { findUpkeep } from "#app/db/jobs/upkeep.server.ts";
import { findWorkers } from "#app/features/jobs/find-workers.server.ts";
import { log } from "#app/log.server.ts";

const PATIENCE_MS = 3_000;

/**
 * What the database knows of all machines. Every web process tells the same, so take the highest and not the sum. While the
 * database does not answer, only `portal_database_up` is there, which is then 0.
 */
export async function readDatabaseGauges(): Promise<Registry> {
  const registry = new Registry();
  const up = new Gauge({ name: "portal_database_up", help: "1 if the database answers.", registers: [registry] });
  try {
    const facts = await Promise.race([askDatabase(), tooSlow()]);
    for (const [name, help, rows] of facts) addGauge(registry, name, help, rows);
    up.set(1);
  } catch (error) {
    log().warn({ err: error }, "the database gave no metrics");
    up.set(0);
  }
  return registry;
}

type Rows = readonly (readonly [labels: Record<string, string>, value: number])[];
type Fact = readonly [name: string, help: string, rows: Rows];

async function askDatabase(): Promise<Fact[]> {
  const db = await pool();
  await installJobQueue();
  const [due, upkeep, workers, searches, { dead }] = await Promise.all([
    countDueJobs(db),
    findUpkeep(db),
    findWorkers(db),
    listTotals(db, ["search"]),
    countFailedEvents(db),
  ]);
  const alone = (value: number): Rows => [[{}, value]];
  return [
    ["portal_due_jobs", "Jobs that are due, counted up to 10,000.", due.map((of) => [{ task: of.task }, of.due])],
    ["portal_due_jobs_oldest_seconds", "Delay of the job that has been due the longest.", due.map((of) => [{ task: of.task }, of.oldest_seconds])],
    ["portal_given_up_jobs", "Jobs that failed after all retries: see Failed jobs in the portal.", alone(upkeep.failed_jobs)],
    ["portal_limited_sources", "Addresses that sent too many deliveries in the last 24 hours.", alone(upkeep.flooding_sources)],
    ["portal_workers", "Workers that reported recently.", alone(workers.running)],
    ["portal_recording_searches", "Searches for recordings, by state.", searches.map(({ key, count }) => [{ state: key }, count])],
    ["portal_stuck_deliveries", "Failed deliveries that are not retried automatically.", alone(dead)],
  ]; // biome-ignore format: a table
}

function addGauge(registry: Registry, name: string, help: string, rows: Rows): void {
  const labelNames = [...new Set(rows.flatMap(([labels]) => Object.keys(labels)))];
  const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
  for (const [labels, value] of rows) gauge.set(labels, value);
}

function tooSlow(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  setTimeout(() => reject(new Error("The database did not answer in time.")), PATIENCE_MS).unref();
  return promise;
}
