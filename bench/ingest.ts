import { besideReaders } from "./beside-readers.ts";
import type { LoadResult } from "./load.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { type ContenderName, type IngestFigures, type IngestRow, reportIngest } from "./report-ingest.ts";
import { SHORT_CALL } from "./sample-bodies.ts";
import { median, type Stage, type Stand } from "./stage.ts";
import { type Contender, startContender } from "./start-contender.ts";

const CONNECTIONS = [1, 32, 128] as const;
/** A server runs for weeks: its first seconds, in which it is still being compiled, say nothing about it. */
const WARM_UP_SECONDS = 4;
/** Two processes of one program may differ by a tenth for as long as they live: each program is started several times. */
const FULL = { secondsEach: 1.5, starts: 3, rounds: 5 };
const QUICK = { secondsEach: 0.8, starts: 1, rounds: 3 };
/** A pace that each of these can keep, even a slow machine's contender. */
const PACE = { perSecond: 100, connections: 64, names: ["portal", "byHand", "bareEcho"] } as const;

/** What is compared. Programs that are named twice run once. */
const CONTENDERS = {
  portal: { program: ["server.ts"], path: "/api/webhooks/convoso", name: "portal: call webhook" },
  byHand: {
    program: ["bench/contenders/fastify-pg.ts"],
    path: "/api/webhooks/convoso",
    name: "Fastify + pg by hand, one statement at a time",
  },
  echo: { program: ["server.ts"], path: "/api/webhooks/echo", name: "portal: echo route, which files what it gets" },
  stockEcho: {
    program: ["node_modules/@remix-run/serve/dist/cli.js", "build/index.js"],
    path: "/api/webhooks/echo",
    name: "remix-serve: the same echo route",
  },
  bareEcho: { program: ["bench/contenders/fastify-pg.ts"], path: "/echo", name: "Fastify echo without a database" },
} as const satisfies Record<ContenderName, { program: readonly [string, ...string[]]; path: string; name: string }>;

export const ingest: Stage<IngestFigures> = { title: "Ingest", measure: measureIngest, report: reportIngest };

/** Puts every contender under load: all on one machine and one database, taking turns. */
async function measureIngest({ newDatabase, isFull, tell }: Stand): Promise<IngestFigures> {
  const { secondsEach, starts, rounds } = isFull ? FULL : QUICK;
  const database = await newDatabase();
  const names = Object.keys(CONTENDERS) as ContenderName[];
  let running = new Map<string, Contender>();
  const load = (name: ContenderName, connections: number, seconds: number, perSecond?: number) => {
    const { program, path } = CONTENDERS[name];
    const { port } = running.get(program[0]) as Contender;
    return putUnderLoad({ port, path, connections, seconds, body: SHORT_CALL, ...(perSecond && { perSecond }) });
  };

  const cases = CONNECTIONS.flatMap((connections) =>
    names.map((name) => ({ name, connections, results: [] as LoadResult[] })),
  );
  const mostMiB = new Map<string, number>();
  for (let start = 1; start <= starts; start++) {
    await stopAll(running);
    running = await startAll(database.url);
    for (const name of names) await load(name, 32, WARM_UP_SECONDS);
    for (let round = 1; round <= rounds; round++) {
      for (const { name, connections, results } of cases) results.push(await load(name, connections, secondsEach));
      tell(`start ${start} of ${starts}, round ${round} of ${rounds}`);
    }
    for (const [file, { rssMiB }] of running) mostMiB.set(file, Math.max(rssMiB() ?? 0, mostMiB.get(file) ?? 0));
  }
  const rows = names.map((key): [ContenderName, IngestRow] => {
    const { name, program } = CONTENDERS[key];
    const ofIt = cases.filter((each) => each.name === key);
    const byConnections = Object.fromEntries(ofIt.map(({ connections, results }) => [connections, middle(results)]));
    tell(`${name}: ${CONNECTIONS.map((n) => `${n} → ${byConnections[n]?.perSecond}/s`).join(", ")}`);
    return [key, { name, byConnections, rssMiB: mostMiB.get(program[0]) || null }];
  });
  const atPace: IngestFigures["atPace"] = { perSecond: PACE.perSecond, loads: [] };
  for (const name of PACE.names) {
    const paced = await load(name, PACE.connections, isFull ? 20 : 3, PACE.perSecond);
    atPace.loads.push({ name: CONTENDERS[name].name, ...paced });
  }
  await stopAll(running);
  const another = await newDatabase();
  const readers = await besideReaders(another.url, isFull ? 60 : 10);
  tell(`beside readers, ${readers.perSecond}/s: ${readers.load.p50} ms, 99th percentile ${readers.load.p99} ms`);
  return {
    readers,
    atPace,
    secondsEach,
    starts,
    rounds,
    bodyBytes: Buffer.byteLength(SHORT_CALL),
    rows: Object.fromEntries(rows) as IngestFigures["rows"],
  };
}

/** Starts each program once, however many contenders it is. @returns them by program */
async function startAll(databaseUrl: string): Promise<Map<string, Contender>> {
  const running = new Map<string, Contender>();
  for (const { program } of Object.values(CONTENDERS)) {
    const [file, ...args] = program;
    if (!running.has(file)) running.set(file, await startContender(file, args, { DATABASE_URL: databaseUrl }));
  }
  return running;
}

async function stopAll(running: ReadonlyMap<string, Contender>): Promise<void> {
  for (const { stop } of running.values()) await stop();
}

/** The median of each figure over the rounds; refusals are counted together. */
function middle(rounds: readonly LoadResult[]): LoadResult {
  const of = (key: keyof LoadResult) => Number(median(rounds.map((result) => result[key])).toFixed(2));
  return {
    perSecond: of("perSecond"),
    answered: rounds.reduce((sum, { answered }) => sum + answered, 0),
    refused: rounds.reduce((sum, result) => sum + result.refused, 0),
    p50: of("p50"),
    p95: of("p95"),
    p99: of("p99"),
    ownMicros: of("ownMicros"),
  };
}
