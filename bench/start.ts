import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WEB_PROCESS } from "#scripts/portal/web-process.ts";
import { findQuietPort } from "#scripts/postgres/find-free-port.ts";
import { SHORT_CALL } from "./sample-bodies.ts";
import { goalOf, median, type Stage, type Stand } from "./stage.ts";

const LOOK_EVERY_MS = 5;

/** Seconds from the command to the first accepted webhook, each time it was tried. */
type StartFigures = { fresh: number[]; built: number[]; again: number[]; web: number[] };

const NAMES: Record<keyof StartFigures, string> = {
  fresh: "`npm start`, nothing built, no database yet",
  built: "`npm start`, built, no database yet",
  again: "`npm start`, built, its database of before",
  web: "production web process, a database that is there",
};

export const start: Stage<StartFigures> = {
  title: "Start",
  async measure({ newDatabase, isFull, tell }: Stand) {
    const figures: StartFigures = { fresh: [], built: [], again: [], web: [] };
    const tree = resolve(".data/bench-tree");
    const database = await newDatabase();
    const own = (name: string) =>
      !["node_modules", ".git", ".data", "test-results", "build", ".env.local"].includes(name);
    for (let times = isFull ? 7 : 2; times > 0; times--) {
      rmSync(tree, { recursive: true, force: true });
      mkdirSync(tree, { recursive: true });
      for (const name of readdirSync(".").filter(own)) cpSync(name, join(tree, name), { recursive: true });
      symlinkSync(resolve("node_modules"), join(tree, "node_modules"));
      rmSync(join(tree, "public/build"), { recursive: true, force: true });
      figures.fresh.push(await timeNpmStart(tree));
      figures.again.push(await timeNpmStart(tree));
      rmSync(join(tree, ".data"), { recursive: true });
      figures.built.push(await timeNpmStart(tree));
      figures.web.push(await timeWeb(database.url));
    }
    rmSync(tree, { recursive: true, force: true });
    for (const [key, name] of Object.entries(NAMES))
      tell(`${name}: ${figures[key as keyof StartFigures].join(", ")} s`);
    return figures;
  },
  report(figures) {
    const texts = Object.entries(NAMES).map(([key, name]) => {
      const times = figures[key as keyof StartFigures];
      return `${name} ${median(times).toFixed(2)} (${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)})`;
    });
    const page = `Seconds from the command to the first webhook with answer 200, in a copy of this folder, median and range: ${texts.join("; ")}.`;
    const goals = [
      goalOf("npm start, built, new database", median(figures.built), { max: 3 }, " s"),
      goalOf("npm start, not even built", median(figures.fresh), { max: 3 }, " s"),
      goalOf("production web process", median(figures.web), { max: 1 }, " s"),
    ];
    return { goals, page };
  },
};

async function timeNpmStart(tree: string): Promise<number> {
  const port = await findQuietPort();
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: "127.0.0.1",
    DATABASE_URL: "",
    NODE_ENV: "production" as const,
  };
  const started = performance.now();
  // Its own group: npm does not pass a signal on.
  const child = spawn("npm", ["start"], { cwd: tree, env, stdio: "ignore", detached: true });
  const seconds = await untilAccepted(port, child, started);
  const gone = once(child, "exit");
  process.kill(-(child.pid as number), "SIGTERM");
  await gone;
  while (!(await isStopped(tree))) await sleep(50);
  return seconds;
}

async function isStopped(tree: string): Promise<boolean> {
  return !readdirSync(join(tree, ".data/postgres/data")).includes("postmaster.pid");
}

async function timeWeb(databaseUrl: string): Promise<number> {
  const port = await findQuietPort();
  const started = performance.now();
  const child = fork(WEB_PROCESS.program, {
    env: {
      ...process.env,
      NODE_ENV: "production",
      LOG_LEVEL: "error",
      HOST: "127.0.0.1",
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      ...WEB_PROCESS.env,
    },
  });
  const seconds = await untilAccepted(port, child, started);
  const gone = once(child, "exit");
  child.kill();
  await gone;
  return seconds;
}

/** Sends a call until one is taken. */
async function untilAccepted(port: number, child: ChildProcess, started: number): Promise<number> {
  const body = SHORT_CALL.replaceAll("{n}", String(Date.now())).replaceAll("{phone}", "2135550123");
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The start ended with exit code ${child.exitCode}.`);
    const response = await fetch(`http://127.0.0.1:${port}/api/webhooks/convoso`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    }).catch(() => null);
    if (response?.status === 200) return Number(((performance.now() - started) / 1000).toFixed(3));
    await response?.body?.cancel();
    await sleep(LOOK_EVERY_MS);
  }
}
