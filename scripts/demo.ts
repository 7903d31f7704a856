// npm run demo: the portal with a played Convoso beside it that sends leads and calls and has their recordings.
import { buildIfNeeded, isBuilt } from "#scripts/build.ts";
import { findFreePort } from "#scripts/find-free-port.ts";
import { spawnGuarded, stopGuarded } from "#scripts/spawn-guarded.ts";
import { startPortal, step } from "#scripts/start-portal.ts";
import { startWebAhead } from "#scripts/web-process.ts";
import { printWhereToClick } from "#scripts/where-to-click.ts";

const start = performance.now();
const port = String(await findFreePort(4010));
const token = "simulator-token";

// The demo is a world of its own: neither the real account nor the real database, whatever .env.local says.
Object.assign(process.env, {
  DATABASE_URL: "",
  CONVOSO_API_URL: `http://127.0.0.1:${port}/v1`,
  CONVOSO_AUTH_TOKEN: token,
  CONVOSO_REQUESTS_PER_SECOND: "20",
  RECORDING_HOSTS: "127.0.0.1",
  SPOOL_DIR: ".data/demo/spool",
  RECORDING_DELAY_SECONDS: "10",
  RECORDING_RETRY_SECONDS: "20,30,60,120,300",
});

const portal = await startPortal({
  dir: ".data/demo/postgres",
  prepare: async () => {
    if (!isBuilt()) await step("Build", buildIfNeeded);
  },
  startWorker: (supervisor) => supervisor.run("worker", ["tasks/worker.ts"]),
  startWeb: startWebAhead,
});
await printWhereToClick(portal, (performance.now() - start) / 1000);

const options = { "--port": port, "--portal": portal.localUrl, "--token": token, "--recording-delay": "15" };
const pace = { "--history": "300", "--calls-per-minute": "20" };
const args = Object.entries({ ...options, ...pace }).flat();
const simulator = spawnGuarded([process.execPath, "scripts/simulator.ts", ...args], { output: "inherit" });
portal.supervisor.add("simulator", simulator, () => stopGuarded(simulator));
