// npm run demo: the portal with a played Convoso beside it that sends leads and calls and has their recordings. A new one
// begins with a month of them; the next continues where it ended.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { buildPages } from "#scripts/portal/build-pages.ts";
import { startPortal, step } from "#scripts/portal/start-portal.ts";
import { startWebAhead } from "#scripts/portal/web-process.ts";
import { printWhereToClick } from "#scripts/portal/where-to-click.ts";
import { findFreePort } from "#scripts/postgres/find-free-port.ts";
import { leaveStaleLockBehind } from "#scripts/postgres/leave-stale-lock-behind.ts";
import { playMonth } from "#test/convoso-simulator/play-month.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";

const CALLS_PER_MINUTE = 20;
const RECORDING_DELAY_SECONDS = 15;
const FOLDER = ".data/demo";
const DATABASE = `${FOLDER}/postgres`;
/** What the played Convoso remembers. Without it the portal's calls would be unknown to their Convoso. */
const MEMORY = `${FOLDER}/convoso`;
const REMEMBER_EVERY_MS = 10_000;

const start = performance.now();
const port = await findFreePort(4010);
const authToken = "simulator-token";

// The demo is a separate world: neither the real account nor the real database and address, whatever .env.local says.
const DATABASES = ["DATABASE_URL", "DATABASE_DIRECT_URL", "DATABASE_READ_URL", "MIGRATION_DATABASE_URL", "DATABASE_CA"];
const REAL = ["ARCHIVE_URL", "CONVOSO_WEBHOOK_SECRET", "CONVOSO_TIME_ZONE", "PUBLIC_URL", "TRUST_PROXY", "OIDC_ISSUER"];
for (const name of [...DATABASES, ...REAL, "OTEL_EXPORTER_OTLP_ENDPOINT"]) process.env[name] = "";
Object.assign(process.env, {
  CONVOSO_API_URL: `http://127.0.0.1:${port}/v1`,
  CONVOSO_AUTH_TOKEN: authToken,
  CONVOSO_REQUESTS_PER_SECOND: "20",
  LEDGER_BACKFILL_DAYS: "30",
  LEDGER_FIX: "missing", // what differs is left to be seen
  RECORDING_HOSTS: "127.0.0.1",
  SPOOL_DIR: `${FOLDER}/spool`,
  ARCHIVE_DIR: `${FOLDER}/archive`,
  RECORDING_DELAY_SECONDS: "10",
  RECORDING_RETRY_SECONDS: "20,30,60,120,300",
});

const memory = existsSync(MEMORY) ? readFileSync(MEMORY) : undefined;
if (!memory && existsSync(DATABASE)) await dropUnfinished();
const portal = await startPortal({
  dir: DATABASE,
  prepare: buildPages,
  startWorker: () => {}, // when the month has been played
  startWeb: startWebAhead,
});
const simulator = await startSimulator({
  port,
  authToken,
  seed: memory ? Date.now() : 7, // other people call from now on
  memory,
  portalUrl: portal.localUrl,
  recordingDelaySeconds: RECORDING_DELAY_SECONDS,
  recordingJitterSeconds: RECORDING_DELAY_SECONDS / 2,
  log: (line) => console.log(`[convoso] ${line}`),
});
if (!memory) await step("A month of calls", () => playMonth(simulator, portal.ownerUrl));
remember();
setInterval(remember, REMEMBER_EVERY_MS);
process.on("exit", remember);
portal.supervisor.run("worker", ["tasks/worker.ts"]);
await printWhereToClick(portal, (performance.now() - start) / 1000);
console.log(`  The demo continues here when it is started again. To begin a new one, delete ${FOLDER}.\n`);
await simulator.run(CALLS_PER_MINUTE);

function remember(): void {
  writeFileSync(`${MEMORY}.new`, simulator.memory());
  renameSync(`${MEMORY}.new`, MEMORY);
}

/** A demo that ended before its month was complete has times and calls that fit nothing. */
async function dropUnfinished(): Promise<void> {
  try {
    await leaveStaleLockBehind(`${DATABASE}/data`, async () => true);
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
  console.log(`  The demo in ${FOLDER} ended before its month of calls was complete, so a new one begins.`);
  rmSync(FOLDER, { recursive: true });
}
