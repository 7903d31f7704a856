// npm start: the whole portal on this machine.
import { buildIfNeeded, isBuilt } from "#scripts/build.ts";
import { startPortal, step } from "#scripts/start-portal.ts";
import { WEB_PROCESS } from "#scripts/web-process.ts";
import { printWhereToClick } from "#scripts/where-to-click.ts";

const start = performance.now();
const portal = await startPortal({
  dir: ".data/postgres",
  prepare: async () => {
    if (!isBuilt()) await step("Build", buildIfNeeded);
  },
  startWorker: (supervisor) => supervisor.run("worker", ["tasks/worker.ts"]),
  startWeb: (supervisor) => supervisor.run("web", [...WEB_PROCESS.flags, WEB_PROCESS.program], WEB_PROCESS.env),
});
await printWhereToClick(portal, (performance.now() - start) / 1000);
