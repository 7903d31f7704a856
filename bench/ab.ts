import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";
import { createDatabase } from "#test/clone-database.ts";
import { describeMachine } from "./describe-machine.ts";
import { processorMicros } from "./processor-time.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { SHORT_CALL } from "./sample-bodies.ts";
import { median, table } from "./stage.ts";
import { type Contender, startContender } from "./start-contender.ts";

const CONNECTIONS = [1, 32, 128] as const;
const TURN_SECONDS = 1.5;
const WARM_UP_SECONDS = 4;
/** Two processes of one program may differ by a tenth for as long as they live: each is started several times. */
const QUICK = { starts: 2, rounds: 4 };
const FULL = { starts: 4, rounds: 6 };

/** One turn of one side: deliveries a second, and microseconds of processor time a delivery. */
type Turn = { perSecond: number; web: number; postgres: number };
type Side = { contender: Contender; databaseUrl: string; answered: number };

/**
 * `npm run bench -- ab A B`: how fast two checkouts take calls, each of them a folder or a git revision of this repository.
 * Both run side by side as `npm run web` starts them there, each with a fresh database on one PostgreSQL, and take turns
 * of 1.5 s: A B, B A, A B and so on. Ratios are medians of the turns' own, so that what else the machine does meets
 * both. Fails where one of them did not store what it answered.
 */
export async function compareCheckouts(names: [string, string], isFull: boolean): Promise<void> {
  const { starts, rounds } = isFull ? FULL : QUICK;
  const folders = names.map(checkOut) as [string, string];
  const work = mkdtempSync(resolve(".data/bench-"));
  const server = await startEmbeddedPostgres({ dir: join(work, "postgres"), port: 0 });
  const pairs = new Map(CONNECTIONS.map((connections) => [connections, [] as [Turn, Turn][]]));
  try {
    for (let start = 1; start <= starts; start++) {
      const sides = [
        await startSide(folders[0], server.url, work),
        await startSide(folders[1], server.url, work),
      ] as const;
      for (const side of sides) await takeTurn(side, 32, WARM_UP_SECONDS, server.process.pid as number);
      for (let round = 1; round <= rounds; round++) {
        for (const connections of CONNECTIONS) {
          const turn = (side: Side) => takeTurn(side, connections, TURN_SECONDS, server.process.pid as number);
          const isTurned = round % 2 === 0;
          const first = await turn(sides[isTurned ? 1 : 0]);
          const second = await turn(sides[isTurned ? 0 : 1]);
          pairs.get(connections)?.push(isTurned ? [second, first] : [first, second]);
        }
        console.log(`  start ${start} of ${starts}, round ${round} of ${rounds}`);
      }
      for (const side of sides) await endSide(side);
    }
  } finally {
    await server.stop();
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`\nA ${names[0]}\nB ${names[1]}\n${describeMachine()}\n\n${tableOf(pairs)}`);
}

/** The folder of a checkout, built. A revision is checked out into .data/ab, with the packages of this folder. */
function checkOut(name: string): string {
  let folder = resolve(name);
  if (!existsSync(join(folder, "package.json"))) {
    const revision = execFileSync("git", ["rev-parse", "--verify", `${name}^{commit}`], { encoding: "utf8" }).trim();
    folder = resolve(".data/ab", revision.slice(0, 12));
    if (!existsSync(folder)) {
      mkdirSync(resolve(".data/ab"), { recursive: true });
      execFileSync("git", ["worktree", "add", "--detach", "--quiet", folder, revision]);
      symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    }
  }
  console.log(`  building ${folder}`);
  execFileSync("npm", ["run", "build"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  return folder;
}

/** Starts what `npm run web` starts there, on a database that is empty. */
async function startSide(cwd: string, serverUrl: string, work: string): Promise<Side> {
  const { scripts } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8"));
  const [, ...command] = scripts.web.split(" ") as string[]; // node …flags program
  const database = await createDatabase(serverUrl);
  const settings = { DATABASE_URL: database.url, SPOOL_DIR: mkdtempSync(join(work, "spool-")) };
  const flags = command.slice(0, -1);
  const contender = await startContender(command.at(-1) as string, [], settings, { cwd, flags });
  return { contender, databaseUrl: database.url, answered: 0 };
}

async function takeTurn(side: Side, connections: number, seconds: number, postgresPid: number): Promise<Turn> {
  const { port, pid } = side.contender;
  const before = [processorMicros(pid), processorMicros(postgresPid)] as const;
  const load = await putUnderLoad({ port, path: "/api/webhooks/convoso", connections, seconds, body: SHORT_CALL });
  if (load.refused > 0) throw new Error(`${load.refused} deliveries were refused.`);
  side.answered += load.answered;
  const micros = (now: number, then: number) => (now - then) / load.answered;
  return {
    perSecond: load.perSecond,
    web: micros(processorMicros(pid), before[0]),
    postgres: micros(processorMicros(postgresPid), before[1]),
  };
}

/** Whatever was answered must be there, at the latest when the spool is drained. */
async function endSide({ contender, databaseUrl, answered }: Side): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const count = async () => (await client.query("select count(*)::int as count from calls")).rows[0].count as number;
  for (let tries = 0; (await count()) < answered && tries < 100; tries++) await sleep(100);
  const stored = await count();
  await client.end();
  await contender.stop();
  if (stored !== answered) throw new Error(`${answered} calls were answered, and ${stored} are stored.`);
}

function tableOf(pairs: ReadonlyMap<number, readonly [Turn, Turn][]>): string {
  const head = [
    "connections",
    "A per s",
    "B per s",
    "B ÷ A",
    "quartiles",
    "web A, µs",
    "B, µs",
    "÷",
    "PostgreSQL A, µs",
    "B, µs",
    "÷",
  ];
  const rows = [...pairs].map(([connections, turns]) => {
    const side = (index: 0 | 1, key: keyof Turn) => Math.round(median(turns.map((pair) => pair[index][key])));
    const ratios = (key: keyof Turn) => turns.map(([a, b]) => b[key] / a[key]).sort((a, b) => a - b);
    const ratio = (key: keyof Turn) => median(ratios(key)).toFixed(3);
    const quartile = (share: number) => ratios("perSecond")[Math.round((turns.length - 1) * share)]?.toFixed(2);
    return [
      connections,
      ...[side(0, "perSecond"), side(1, "perSecond"), ratio("perSecond"), `${quartile(0.25)}–${quartile(0.75)}`],
      ...[side(0, "web"), side(1, "web"), ratio("web")],
      ...[side(0, "postgres"), side(1, "postgres"), ratio("postgres")],
    ];
  });
  return table(head, rows);
}
