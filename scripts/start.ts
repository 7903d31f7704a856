// npm start: the whole portal on this machine.
import { buildPages } from "#scripts/portal/build-pages.ts";
import { startPortal } from "#scripts/portal/start-portal.ts";
import { startWebAhead } from "#scripts/portal/web-process.ts";
import { printWhereToClick } from "#scripts/portal/where-to-click.ts";

const start = performance.now();
const portal = await startPortal({
  dir: ".data/postgres",
  prepare: buildPages,
  startWorker: (supervisor) => supervisor.run("worker", ["tasks/worker.ts"]),
  startWeb: startWebAhead,
});
await printWhereToClick(portal, (performance.now() - start) / 1000);
