// npm start: the whole portal on this machine.
import { buildIfNeeded, isBuilt } from "#scripts/build.ts";
import { startPortal, step } from "#scripts/portal/start-portal.ts";
import { startWebAhead } from "#scripts/portal/web-process.ts";
import { printWhereToClick } from "#scripts/portal/where-to-click.ts";

const start = performance.now();
const portal = await startPortal({
  dir: ".data/postgres",
  prepare: async () => {
    if (isBuilt()) return;
    console.log("  Building the pages, which takes a while the first time …");
    await step("Build", buildIfNeeded);
  },
  startWorker: (supervisor) => supervisor.run("worker", ["tasks/worker.ts"]),
  startWeb: startWebAhead,
});
await printWhereToClick(portal, (performance.now() - start) / 1000);
