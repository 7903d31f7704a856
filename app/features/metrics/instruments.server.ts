import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { isDatabaseKnownAway } from "#app/db/connection/database-circuit.server.ts";
import { poolState } from "#app/db/connection/pool.server.ts";
import { countWaitingToBeStored } from "#app/features/ingest/store-together.server.ts";
import { getSpoolState, type SpoolState } from "#app/features/spool/get-spool-state.server.ts";
import { DESTINATIONS } from "#app/lib/endpoints.ts";
import { type Answered, observe } from "#app/lib/observe.server.ts";
import { version } from "#app/lib/version.server.ts";

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const JOB_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800];

export type Program = "web" | "pages" | "worker";

/** Starts to count what happens in this process. @returns what holds the numbers */
export function createInstruments(program: Program): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process: program });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const info = new Gauge({ name: "portal_info", help: "The running version.", labelNames: ["version"], registers });
  info.set({ version: version() }, 1);
  countRequests(registers);
  countWork(registers);
  lookAtPool(registers);
  if (program === "web") lookAtIngest(registers);
  return registry;
}

function countRequests(registers: Registry[]): void {
  const deliveries = new Counter({
    name: "portal_deliveries_total",
    help: "Answered deliveries, by outcome.",
    labelNames: ["endpoint", "outcome"],
    registers,
  });
  const acknowledged = new Histogram({
    name: "portal_acknowledge_seconds",
    help: "Time from the first byte of a delivery's body until its answer is known.",
    labelNames: ["endpoint"],
    buckets: SECONDS,
    registers,
  });
  const failed = new Counter({
    name: "portal_failed_requests_total",
    help: "Requests that failed because of an error in the portal. Each is logged.",
    labelNames: ["part"],
    registers,
  });
  // What an alert waits for is told from the start: a number that appears does not count as one that grows.
  for (const endpoint of DESTINATIONS) deliveries.inc({ endpoint, outcome: "lost" satisfies Answered }, 0);
  for (const part of ["deliveries", "pages"]) failed.inc({ part }, 0);
  observe("delivery answered", ({ endpoint, outcome, seconds }) => {
    deliveries.inc({ endpoint, outcome });
    acknowledged.observe({ endpoint }, seconds);
  });
  const turnedAway = new Counter({
    name: "portal_turned_away_total",
    help: "Requests that were refused before they were read, by reason.",
    labelNames: ["reason"],
    registers,
  });
  observe("request turned away", ({ reason }) => turnedAway.inc({ reason }));
  observe("request failed", ({ part }) => failed.inc({ part }));
}

function countWork(registers: Registry[]): void {
  const asked = new Histogram({
    name: "portal_convoso_request_seconds",
    help: "Requests to Convoso's API, by result.",
    labelNames: ["section", "result"],
    buckets: SECONDS,
    registers,
  });
  const jobs = new Histogram({
    name: "portal_job_seconds",
    help: "Job runs. A failed job is retried, a job that is given up is not.",
    labelNames: ["task", "result"],
    buckets: JOB_SECONDS,
    registers,
  });
  const exports = new Counter({
    name: "portal_exports_total",
    help: "Finished exports of lists.",
    labelNames: ["list", "format", "result"],
    registers,
  });
  observe("convoso asked", ({ section, result, seconds }) => asked.observe({ section, result }, seconds));
  observe("job ended", ({ task, result, seconds }) => jobs.observe({ task, result }, seconds));
  observe("export ended", ({ list, format, result }) => exports.inc({ list, format, result }));
}

function lookAtPool(registers: Registry[]): void {
  new Gauge({
    name: "portal_pool_connections",
    help: "Database connections in this process's pool.",
    labelNames: ["state"],
    registers,
    async collect() {
      const { totalCount, idleCount } = await poolState();
      this.set({ state: "idle" }, idleCount);
      this.set({ state: "busy" }, totalCount - idleCount);
    },
  });
  new Gauge({
    name: "portal_pool_waiting",
    help: "Callers that wait for a connection from this process's pool.",
    registers,
    async collect() {
      this.set((await poolState()).waitingCount);
    },
  });
}

function lookAtIngest(registers: Registry[]): void {
  const batch = new Histogram({
    name: "portal_batch_deliveries",
    help: "Deliveries stored by one transaction.",
    buckets: [1, 2, 5, 10, 20, 50, 100],
    registers,
  });
  observe("batch stored", ({ deliveries }) => batch.observe(deliveries.length));
  new Gauge({
    name: "portal_store_waiting",
    help: "Deliveries that wait for a transaction while their senders wait.",
    registers,
    collect() {
      this.set(countWaitingToBeStored());
    },
  });
  new Gauge({
    name: "portal_database_away",
    help: "1 while this process writes deliveries to its spool because the database is unavailable.",
    registers,
    collect() {
      this.set(Number(isDatabaseKnownAway()));
    },
  });
  lookAtSpool(registers);
}

const SPOOL: [name: string, help: string, read: (state: SpoolState) => number][] = [
  ["deliveries", "Deliveries in the spool of this machine.", ({ waiting }) => waiting],
  ["bytes", "Size of the spool of this machine.", ({ bytes }) => bytes],
  ["limit_bytes", "Maximum size of the spool.", ({ limitBytes }) => limitBytes],
  ["damaged_files", "Damaged spool files that were set aside.", ({ damagedFiles }) => damagedFiles],
  ["fault", "1 while the spool accepts no deliveries.", ({ fault }) => Number(fault !== null)],
];

function lookAtSpool(registers: Registry[]): void {
  for (const [name, help, read] of SPOOL) {
    new Gauge({
      name: `portal_spool_${name}`,
      help,
      registers,
      async collect() {
        this.set(read(await getSpoolState()));
      },
    });
  }
}
