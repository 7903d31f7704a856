import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
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
const PACE = { perSecond: 100, connections: 64, names: ["portal", "byRow", "bareEcho"] } as const;

type Program = { file: string; args?: string[]; settings?: Record<string, string> };
/** `table`: where its calls are, of which there must then be as many as it answered. */
type Entry = { program: Program; path: string; name: string; table?: string };

const WEBHOOK = "/api/webhooks/convoso";
const PORTAL: Program = { file: "server.ts" };
const ONE_STATEMENT = "bench/contenders/fastify-one-statement.ts";
const BY_ROW: Program = { file: ONE_STATEMENT, settings: { JOBS: "row" } };

/** What is compared. A program that is named twice runs once. */
const CONTENDERS: Record<ContenderName, Entry> = {
  portal: { program: PORTAL, path: WEBHOOK, name: "portal: call webhook", table: "calls" },
  byRow: {
    program: BY_ROW,
    path: WEBHOOK,
    name: "Fastify + postgres.js, one statement, job as a row",
    table: "by_row_calls",
  },
  byAddJob: {
    program: { file: ONE_STATEMENT },
    path: WEBHOOK,
    name: "Fastify + postgres.js, one statement, job by `add_job`",
    table: "by_add_job_calls",
  },
  sixStatements: {
    program: { file: "bench/contenders/fastify-pg-six-statements.ts" },
    path: WEBHOOK,
    name: "Fastify + pg, six statements, job by `add_job`",
    table: "contender_calls",
  },
  echo: { program: PORTAL, path: "/api/webhooks/echo", name: "portal: echo route, which files what it gets" },
  stockEcho: {
    program: { file: "node_modules/@remix-run/serve/dist/cli.js", args: ["build/index.js"] },
    path: "/api/webhooks/echo",
    name: "remix-serve: the same echo route",
  },
  bareEcho: { program: BY_ROW, path: "/echo", name: "Fastify echo without a database" },
};

export const ingest: Stage<IngestFigures> = { title: "Ingest", measure: measureIngest, report: reportIngest };

/** Puts every contender under load: all on one machine and one database, taking turns. */
async function measureIngest({ newDatabase, isFull, tell }: Stand): Promise<IngestFigures> {
  const { secondsEach, starts, rounds } = isFull ? FULL : QUICK;
  const database = await newDatabase();
  const names = Object.keys(CONTENDERS) as ContenderName[];
  const answered = new Map<ContenderName, number>();
  let running = new Map<Program, Contender>();
  const load = async (name: ContenderName, connections: number, seconds: number, perSecond?: number) => {
    const { program, path } = CONTENDERS[name];
    const { port } = running.get(program) as Contender;
    const order = { port, path, connections, seconds, body: SHORT_CALL, ...(perSecond && { perSecond }) };
    const result = await putUnderLoad(order);
    answered.set(name, (answered.get(name) ?? 0) + result.answered - result.refused);
    return result;
  };

  const cases = CONNECTIONS.flatMap((connections) =>
    names.map((name) => ({ name, connections, results: [] as LoadResult[] })),
  );
  const mostMiB = new Map<Program, number>();
  for (let start = 1; start <= starts; start++) {
    await stopAll(running);
    running = await startAll(database.url);
    for (const name of names) await load(name, 32, WARM_UP_SECONDS);
    for (let round = 1; round <= rounds; round++) {
      for (const { name, connections, results } of cases) results.push(await load(name, connections, secondsEach));
      tell(`start ${start} of ${starts}, round ${round} of ${rounds}`);
    }
    for (const [program, { rssMiB }] of running)
      mostMiB.set(program, Math.max(rssMiB() ?? 0, mostMiB.get(program) ?? 0));
  }
  const rows = names.map((key): [ContenderName, IngestRow] => {
    const { name, program } = CONTENDERS[key];
    const ofIt = cases.filter((each) => each.name === key);
    const byConnections = Object.fromEntries(ofIt.map(({ connections, results }) => [connections, middle(results)]));
    tell(`${name}: ${CONNECTIONS.map((n) => `${n} → ${byConnections[n]?.perSecond}/s`).join(", ")}`);
    return [key, { name, byConnections, rssMiB: mostMiB.get(program) || null }];
  });
  const atPace: IngestFigures["atPace"] = { perSecond: PACE.perSecond, loads: [] };
  for (const name of PACE.names) {
    const paced = await load(name, PACE.connections, isFull ? 20 : 3, PACE.perSecond);
    atPace.loads.push({ name: CONTENDERS[name].name, ...paced });
  }
  for (const name of names) await checkStored(database.url, CONTENDERS[name], answered.get(name) ?? 0);
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

/** Each call that was answered is there, with its agent; the portal's may still be in the spool for a moment. */
async function checkStored(databaseUrl: string, { name, table }: Entry, answered: number): Promise<void> {
  if (!table) return;
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const count = async () =>
    (await client.query(`select count(*)::int as count from ${table} where agent_id is not null`)).rows[0].count;
  for (let tries = 0; (await count()) < answered && tries < 100; tries++) await sleep(100);
  const stored = await count();
  await client.end();
  if (stored !== answered) throw new Error(`${name}: ${answered} calls were answered, and ${stored} are stored.`);
}

/** Starts each program once, however many contenders it is. */
async function startAll(databaseUrl: string): Promise<Map<Program, Contender>> {
  const running = new Map<Program, Contender>();
  for (const { program } of Object.values(CONTENDERS)) {
    if (running.has(program)) continue;
    const { file, args = [], settings = {} } = program;
    running.set(program, await startContender(file, args, { DATABASE_URL: databaseUrl, ...settings }));
  }
  return running;
}

async function stopAll(running: ReadonlyMap<Program, Contender>): Promise<void> {
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
