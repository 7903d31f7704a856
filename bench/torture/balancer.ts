import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const CONFIGURATION = "deploy/haproxy/haproxy.cfg";
const READY_WITHIN_MS = 60_000;

/** Whether HAProxy is installed. */
export function hasBalancer(): boolean {
  return spawnSync("haproxy", ["-v"], { stdio: "ignore" }).status === 0;
}

/** Starts HAProxy with the configuration that we publish. Resolves when it sends on to one of the two. @returns how to end it */
export async function startBalancer(port: number, web: readonly [number, number]): Promise<() => Promise<void>> {
  const env = {
    ...process.env,
    BIND: `127.0.0.1:${port}`,
    WEB_1: `127.0.0.1:${web[0]}`,
    WEB_2: `127.0.0.1:${web[1]}`,
  };
  const log = openSync("test-results/torture-balancer.log", "a");
  const child: ChildProcess = spawn("haproxy", ["-db", "-f", CONFIGURATION], { env, stdio: ["ignore", log, log] });
  closeSync(log);
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  await untilReady(`http://127.0.0.1:${port}/api/admin/ready`, child);
  return async () => {
    process.off("exit", kill);
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (const start = Date.now(); Date.now() - start < READY_WITHIN_MS && child.exitCode === null; await sleep(100)) {
    if ((await fetch(url).catch(() => undefined))?.ok) return;
  }
  child.kill("SIGKILL");
  throw new Error("The load balancer did not start: see test-results/torture-balancer.log.");
}
