import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import { WEB_PROCESS } from "#scripts/portal/web-process.ts";
import { findFreePort } from "#scripts/postgres/find-free-port.ts";
import type { LoadResult } from "./load.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { SHORT_CALL } from "./sample-bodies.ts";
import type { Stage, Stand } from "./stage.ts";

type Share = [name: string, microsADelivery: number];
type ProfileFigures = { connections: number; load: LoadResult; packages: Share[]; functions: Share[] }[];

/** And the profiler itself. */
const WAITING = /^\((idle|program)\)|node:inspector/;

/** Where the web process spends its time while it takes deliveries, bottom up. */
export const profile: Stage<ProfileFigures> = {
  title: "Profile of ingest",
  async measure({ newDatabase, isFull, tell }: Stand) {
    const { url } = await newDatabase();
    const port = await findFreePort(20_000 + Math.floor(Math.random() * 20_000));
    const settings = { NODE_ENV: "production", LOG_LEVEL: "error", HOST: "127.0.0.1", PORT: String(port) };
    const web = fork(WEB_PROCESS.program, {
      execArgv: ["--import", "./bench/profiler.ts"],
      env: { ...process.env, ...WEB_PROCESS.env, ...settings, DATABASE_URL: url } as NodeJS.ProcessEnv,
    });
    await once(web, "message"); // it listens
    const order = { port, path: "/api/webhooks/convoso", body: SHORT_CALL };
    await putUnderLoad({ ...order, connections: 32, seconds: 4 });
    const figures: ProfileFigures = [];
    for (const connections of [1, 128]) {
      web.send("profile");
      const load = await putUnderLoad({ ...order, connections, seconds: isFull ? 20 : 4 });
      const times = await endProfile(web);
      const share = (of: (place: string) => string) => sum(times, of, load.answered);
      figures.push({
        connections,
        load,
        packages: share(packageOf).slice(0, 14),
        functions: share(short).slice(0, 25),
      });
      tell(`${connections} connections: ${load.perSecond}/s`);
    }
    const gone = once(web, "exit");
    web.kill();
    await gone;
    return figures;
  },
  // Its shares change with every commit, so the page leaves them to the JSON.
  report: () => ({ goals: [], page: "" }),
};

async function endProfile(web: ChildProcess): Promise<[string, number][]> {
  web.send("profile");
  const [{ selfTimes }] = await once(web, "message");
  return selfTimes;
}

function sum(times: [string, number][], of: (place: string) => string, deliveries: number): Share[] {
  const sums = new Map<string, number>();
  for (const [place, micros] of times) {
    if (WAITING.test(place)) continue;
    sums.set(of(place), (sums.get(of(place)) ?? 0) + micros);
  }
  return [...sums]
    .map(([name, micros]): Share => [name, Number((micros / deliveries).toFixed(1))])
    .sort(([, a], [, b]) => b - a);
}

const HERE = [`${pathToFileURL(process.cwd())}/`, `${process.cwd()}/`];

/** A function and its file, without where this folder lies. */
function short(place: string): string {
  const [name = "", url = ""] = place.split("\t");
  const file = HERE.reduce((rest, here) => rest.replace(here, ""), url).replace(/^.*(?=node_modules\/)/, "");
  return `${name} ${file}`.trim();
}

function packageOf(place: string): string {
  const [name = "", url = ""] = place.split("\t");
  if (url === "" || url.startsWith("node:")) return url === "" && name.startsWith("(") ? name : "Node";
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? short(place).split(" ").slice(-1).join();
}
