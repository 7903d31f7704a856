// npm run dev: the portal, rebuilt and reloaded in the browser at every change of a file.
import { watch } from "node:fs";
import { forgetBuild } from "#scripts/build.ts";
import { startPortal } from "#scripts/portal/start-portal.ts";
import type { Supervisor } from "#scripts/portal/supervise.ts";
import { printWhereToClick } from "#scripts/portal/where-to-click.ts";
import { spawnGuarded, stopGuarded } from "#scripts/postgres/spawn-guarded.ts";

process.env.NODE_ENV = "development";
const start = performance.now();

/** Everything is told its database when it is started, and Remix tells its own child when pages are built. */
function startWeb(supervisor: Supervisor): void {
  const remix = ["node_modules/@remix-run/dev/dist/cli.js", "dev", "-c", "node server.ts"];
  const web = spawnGuarded([process.execPath, ...remix], { output: "inherit" });
  supervisor.add("web", web, () => stopGuarded(web));
}

function startWorker(supervisor: Supervisor): void {
  supervisor.run("worker", ["tasks/worker.ts"]);
}

/** Not `node --watch`, whose own child would outlive a killed terminal. */
function restartWorkerOnChange(supervisor: Supervisor): void {
  let timer: NodeJS.Timeout | undefined;
  const restart = async () => {
    await supervisor.stop("worker");
    startWorker(supervisor);
  };
  for (const folder of ["app", "tasks"]) {
    watch(folder, { recursive: true }, (_event, file) => {
      if (!file?.endsWith(".ts") || file.includes(".test.")) return;
      clearTimeout(timer);
      timer = setTimeout(restart, 300);
    });
  }
}

const portal = await startPortal({
  dir: ".data/postgres",
  prepare: async () => forgetBuild(),
  startWorker,
  startWeb: () => startWeb,
});
restartWorkerOnChange(portal.supervisor);
await printWhereToClick(portal, (performance.now() - start) / 1000);
