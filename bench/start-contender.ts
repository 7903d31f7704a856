import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { WEB_PROCESS } from "#scripts/portal/web-process.ts";
import { findQuietPort } from "#scripts/postgres/find-free-port.ts";

/**
 * A server under load. `pid`: of its process. `rssMiB`: what it holds in memory now, and `ofItsChildMiB` what the process that it started holds,
 * where the system tells (Linux).
 */
export type Contender = {
  port: number;
  pid: number;
  rssMiB: () => number | null;
  ofItsChildMiB: () => number | null;
  stop: () => Promise<void>;
};

type Settings = Record<string, string>;

/**
 * Starts a program that listens on PORT, and waits until it answers.
 * @param from another checkout whose program it is, and the flags of Node that it runs with there
 */
export async function startContender(
  program: string,
  args: string[],
  settings: Settings | ((port: number) => Settings),
  from?: { cwd: string; flags: string[] },
): Promise<Contender> {
  const port = await findQuietPort();
  const child = fork(program, args, {
    ...(from && { cwd: from.cwd, execArgv: from.flags }),
    env: {
      ...process.env,
      NODE_ENV: "production",
      LOG_LEVEL: "error",
      HOST: "127.0.0.1",
      PORT: String(port),
      ...(program === WEB_PROCESS.program && WEB_PROCESS.env),
      ...(typeof settings === "function" ? settings(port) : settings),
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await untilItAnswers(port, child);
  return {
    port,
    pid: child.pid as number,
    rssMiB: () => readRss(child.pid),
    ofItsChildMiB: () => readRss(childOf(child.pid)),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL"); // remix-serve would wait for its pool forever
      await gone;
    },
  };
}

async function untilItAnswers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (child.exitCode !== null) throw new Error(`The program ended with exit code ${child.exitCode}.`);
    const answer = await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" }).catch(() => null);
    if (answer) return;
    await sleep(50);
  }
  throw new Error("The program did not answer within 20 s.");
}

function childOf(pid: number | undefined): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")[0]) || undefined;
  } catch {
    return undefined;
  }
}

function readRss(pid: number | undefined): number | null {
  try {
    const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kib === undefined ? null : Math.round(Number(kib) / 1024);
  } catch {
    return null;
  }
}
