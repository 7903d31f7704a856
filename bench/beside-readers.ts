import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { LoadResult } from "./load.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { SHORT_CALL } from "./sample-bodies.ts";
import { signIn } from "./screens/signed-in.ts";
import { startContender } from "./start-contender.ts";

/** Deliveries at a steady pace while somebody reads the portal and the worker works. */
export type BesideReaders = { perSecond: number; seconds: number; load: LoadResult; pages: number; pageMs: number[] };

const PASSWORD = "a password for the bench";
const PAGE_EVERY_MS = 600;
const PAGES = [
  "/admin/super",
  "/admin/super/webhook-logs",
  "/admin/super/webhook-logs?q=disposition%3ASALE",
  "/admin/super/leads",
  "/admin/super/calls",
  "/admin/super/calls?disposition=SALE",
];

/** Sends 500 deliveries a second to a portal with a worker, 100 of whose pages are looked at each minute. */
export async function besideReaders(databaseUrl: string, seconds: number): Promise<BesideReaders> {
  const settings = { DATABASE_URL: databaseUrl, ADMIN_PASSWORD: PASSWORD };
  const web = await startContender("server.ts", [], settings);
  const worker = fork("tasks/worker.ts", {
    execArgv: [],
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "error", ...settings },
  });
  await once(worker, "message");
  const ask = await signIn(web.port, PASSWORD);
  const order = { port: web.port, path: "/api/webhooks/convoso", connections: 64, body: SHORT_CALL };
  // Something to read, and both programs warm.
  await Promise.all([putUnderLoad({ ...order, seconds: 4 }), ...PAGES.map(ask)]);
  const perSecond = 500;
  const loaded = putUnderLoad({ ...order, seconds, perSecond });
  const views: Promise<number>[] = [];
  for (let at = 0; at < seconds * 1000; at += PAGE_EVERY_MS) {
    const path = PAGES[views.length % PAGES.length] as string;
    views.push(ask(path));
    await sleep(PAGE_EVERY_MS);
  }
  const [load, pageMs] = [await loaded, await Promise.all(views)];
  const gone = once(worker, "exit");
  worker.kill();
  await gone;
  await web.stop();
  return { perSecond, seconds, load, pages: pageMs.length, pageMs: pageMs.map((ms) => Math.round(ms)) };
}
