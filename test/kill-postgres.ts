import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";

/** Kills the whole server with its data in `dir`, and resolves when no process of it is left. */
export async function killPostgres(server: EmbeddedPostgres, dir: string): Promise<void> {
  const master = Number(readFileSync(join(dir, "data/postmaster.pid"), "utf8").split("\n")[0]);
  const family = childrenOf(master);
  const gone = once(server.process, "exit");
  process.kill(master, "SIGKILL");
  await gone;
  // They end by themselves when they see that their master is gone.
  while (family.some((pid) => existsSync(`/proc/${pid}`))) await sleep(20);
}

function childrenOf(pid: number): number[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}
