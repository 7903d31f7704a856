// npm run demo: the portal with a played Convoso beside it that sends leads and calls and has their recordings. A new one
// begins with a month of them.
import pg from "pg";
import { buildIfNeeded, isBuilt } from "#scripts/build.ts";
import { startPortal, step } from "#scripts/portal/start-portal.ts";
import { startWebAhead } from "#scripts/portal/web-process.ts";
import { printWhereToClick } from "#scripts/portal/where-to-click.ts";
import { findFreePort } from "#scripts/postgres/find-free-port.ts";
import { playMonth } from "#test/convoso-simulator/play-month.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";

const CALLS_PER_MINUTE = 20;
const RECORDING_DELAY_SECONDS = 15;

const start = performance.now();
const port = await findFreePort(4010);
const authToken = "simulator-token";

// The demo is a separate world: neither the real account nor the real database, whatever .env.local says.
Object.assign(process.env, {
  DATABASE_URL: "",
  CONVOSO_API_URL: `http://127.0.0.1:${port}/v1`,
  CONVOSO_AUTH_TOKEN: authToken,
  CONVOSO_REQUESTS_PER_SECOND: "20",
  LEDGER_BACKFILL_DAYS: "30",
  LEDGER_FIX: "missing", // what differs is left to be seen
  RECORDING_HOSTS: "127.0.0.1",
  SPOOL_DIR: ".data/demo/spool",
  ARCHIVE_DIR: ".data/demo/archive",
  ARCHIVE_URL: "",
  RECORDING_DELAY_SECONDS: "10",
  RECORDING_RETRY_SECONDS: "20,30,60,120,300",
});

const portal = await startPortal({
  dir: ".data/demo/postgres",
  prepare: async () => {
    if (!isBuilt()) await step("Build", buildIfNeeded);
  },
  startWorker: () => {}, // when the month has been played
  startWeb: startWebAhead,
});
const simulator = await startSimulator({
  port,
  authToken,
  seed: 7,
  portalUrl: portal.localUrl,
  recordingDelaySeconds: RECORDING_DELAY_SECONDS,
  recordingJitterSeconds: RECORDING_DELAY_SECONDS / 2,
  log: (line) => console.log(`[convoso] ${line}`),
});
if (await isNew()) await step("A month of calls", () => playMonth(simulator, portal.ownerUrl));
portal.supervisor.run("worker", ["tasks/worker.ts"]);
await printWhereToClick(portal, (performance.now() - start) / 1000);
await simulator.run(CALLS_PER_MINUTE);

async function isNew(): Promise<boolean> {
  const db = new pg.Client(portal.ownerUrl);
  await db.connect();
  const { rowCount } = await db.query("select from call_events limit 1");
  await db.end();
  return rowCount === 0;
}
