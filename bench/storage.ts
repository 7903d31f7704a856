import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { LoadResult } from "./load.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { startWorker } from "./recordings/start-worker.ts";
import { LONG_CALL, SHORT_CALL } from "./sample-bodies.ts";
import { goalOf, type Stage, type Stand, table } from "./stage.ts";
import { startContender } from "./start-contender.ts";

/** What a table grew by, in bytes a call: its rows with what they keep outside, and each of its indexes. */
type Relation = { table: string; rows: number; indexes: Record<string, number> };
type Disk = { name: string; bodyBytes: number; calls: number; relations: Relation[] };
type StorageFigures = {
  disks: Disk[];
  /** `samples`: of the process that takes deliveries; `pagesMiB`: the one that shows pages, at rest. */
  memory: { seconds: number; load: LoadResult; samples: number[]; pagesMiB: number | null };
};

const MOST_BYTES = 3_000;
/** With fewer, the first pages of tables and indexes weigh too much. */
const ENOUGH_CALLS = 3_000;
/** `--full`: ten minutes under load, in which nothing may grow. */
const SOAK_SECONDS = 600;

const SIZES = `
  select class.relname as name, class.relkind as kind, coalesce(owner.relname, class.relname) as table,
    pg_relation_size(class.oid) + coalesce(pg_total_relation_size(nullif(class.reltoastrelid, 0)), 0) as bytes
  from pg_class as class
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  left join pg_index as index on index.indexrelid = class.oid
  left join pg_class as owner on owner.oid = index.indrelid
  where class.relkind in ('r', 'i') and namespace.nspname in ('public', 'graphile_worker')`;
type Size = { name: string; kind: "r" | "i"; table: string; bytes: string };

export const storage: Stage<StorageFigures> = {
  title: "Storage and memory",
  async measure({ newDatabase, isFull, tell }: Stand) {
    const disks: Disk[] = [];
    for (const [name, body] of [
      ["all fields", LONG_CALL],
      ["few fields", SHORT_CALL],
    ] as const) {
      const database = await newDatabase();
      disks.push(await measureDisk(database.url, name, body));
      tell(`${name}: ${Math.round(bytesOf(disks.at(-1) as Disk))} bytes a call`);
    }
    const database = await newDatabase();
    const memory = await watchMemory(database.url, isFull ? SOAK_SECONDS : 10);
    tell(`memory: ${memory.samples.join(", ")} MiB`);
    return { disks, memory };
  },
  report({ disks, memory }) {
    const [full] = disks as [Disk];
    const sizes = disks.map((disk) => {
      const times = (bytesOf(disk) / disk.bodyBytes).toFixed(1);
      return `${Math.round(bytesOf(disk))} bytes with ${disk.name}, ${times} × the body of ${disk.bodyBytes}`;
    });
    const lines = full.relations.map(({ table, rows, indexes }) => [
      table,
      Math.round(rows),
      Math.round(sum(Object.values(indexes))),
      Object.entries(indexes)
        .map(([name, bytes]) => `${name.replace(`${table}_`, "")} ${Math.round(bytes)}`)
        .join(", "),
    ]);
    const most = Math.max(...memory.samples);
    const growth = (memory.samples.at(-1) ?? 0) - (memory.samples[Math.floor(memory.samples.length / 4)] ?? 0);
    const page = `The growth of tables and indexes by ${full.calls.toLocaleString("en-US")} calls, after as many others, vacuumed, when each recording is found and each job done.
A call takes ${sizes.join(", or ")}. Three calls with all fields share a lead. Of these:

${table(["Bytes a call", "rows", "indexes", "each index"], lines)}

Memory of the process that accepts deliveries, while 128 connections send ${memory.load.perSecond}/s for ${memory.seconds} s: ${memory.samples[0]} MiB at first, ${most} MiB
at most, ${memory.samples.at(-1)} MiB at the end. The process for the pages used ${memory.pagesMiB} MiB, without readers.`;
    const goals = [
      goalOf(
        "a call with all fields, its job done, indexes included",
        bytesOf(disks[0] as Disk),
        { max: MOST_BYTES },
        " bytes",
      ),
      goalOf("memory of web under load, most", most, { max: 320 }, " MiB"),
      ...(memory.seconds < SOAK_SECONDS
        ? [] // it is still filling its heap
        : [goalOf("memory, from the first quarter to the end", growth, { max: 20 }, " MiB")]),
    ];
    return { goals, page };
  },
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function bytesOf({ relations }: Disk): number {
  return sum(relations.map(({ rows, indexes }) => rows + sum(Object.values(indexes))));
}

/** Sends calls twice, and lets a worker find the recordings of each half: rows of the second lie as they do later on. */
async function measureDisk(databaseUrl: string, name: string, body: string): Promise<Disk> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const convoso = await startContender("bench/contenders/convoso-log.ts", [], {});
  const settings = {
    DATABASE_URL: databaseUrl,
    RECORDING_DELAY_SECONDS: "0",
    CONVOSO_API_URL: `http://127.0.0.1:${convoso.port}/v1`,
    CONVOSO_AUTH_TOKEN: "t",
    CONVOSO_REQUESTS_PER_SECOND: "0",
    LEDGER_CHECK_SECONDS: "off",
  };
  const web = await startContender("server.ts", [], settings);
  const stopWorker = await startWorker("tasks/worker.ts", settings);
  const first = await sendCalls(client, web.port, body, ENOUGH_CALLS);
  const before = await sizesAtRest(client);
  const calls = (await sendCalls(client, web.port, body, 2 * first)) - first;
  const after = await sizesAtRest(client);
  await web.stop();
  await stopWorker();
  await convoso.stop();
  const { rows } = await client.query("select avg(body_size)::int as size from call_events");
  await client.end();
  return { name, bodyBytes: rows[0].size, calls, relations: growthOf(before, after, calls) };
}

/** Sends until there are at least so many calls, and waits for their recordings. @returns how many there are */
async function sendCalls(client: pg.Client, port: number, body: string, enough: number): Promise<number> {
  const count = async (what: string) =>
    (await client.query(`select count(*)::int as count from ${what}`)).rows[0].count;
  while ((await count("calls")) < enough)
    await putUnderLoad({ port, path: "/api/webhooks/convoso", connections: 64, seconds: 2, body });
  while ((await count("pending_recordings where state <> 'found'")) + (await count("graphile_worker.jobs")) > 0)
    await sleep(200);
  return count("calls");
}

async function sizesAtRest(client: pg.Client): Promise<Size[]> {
  await client.query("select fold_figures(100000000)");
  await client.query("vacuum (analyze)");
  await client.query("vacuum"); // pages of an index that the first emptied can be used again after the second
  return (await client.query(SIZES)).rows;
}

/** @returns the tables that grew, those that grew most first, and so the indexes of each */
function growthOf(before: readonly Size[], after: readonly Size[], calls: number): Relation[] {
  const was = new Map(before.map(({ name, bytes }) => [name, Number(bytes)]));
  const grown = after
    .map(({ bytes, ...size }) => ({ ...size, grew: (Number(bytes) - (was.get(size.name) ?? 0)) / calls }))
    .filter(({ grew }) => grew >= 1)
    .sort((a, b) => b.grew - a.grew);
  const tables = [...new Set(grown.map(({ table }) => table))];
  return tables
    .map((table) => {
      const ofIt = grown.filter((each) => each.table === table);
      const indexes = ofIt.filter(({ kind }) => kind === "i").map(({ name, grew }) => [name, grew] as const);
      return { table, rows: ofIt.find(({ kind }) => kind === "r")?.grew ?? 0, indexes: Object.fromEntries(indexes) };
    })
    .sort((a, b) => bytesOf({ relations: [b] } as Disk) - bytesOf({ relations: [a] } as Disk));
}

async function watchMemory(databaseUrl: string, seconds: number): Promise<StorageFigures["memory"]> {
  const web = await startContender("server.ts", [], { DATABASE_URL: databaseUrl });
  const order = { port: web.port, path: "/api/webhooks/convoso", connections: 128, seconds, body: LONG_CALL };
  const samples: number[] = [];
  const loaded = putUnderLoad(order);
  for (let taken = 0; taken < 20; taken++) {
    await sleep((seconds * 1000) / 20);
    samples.push(web.rssMiB() ?? Number.NaN);
  }
  const load = await loaded;
  const pagesMiB = web.ofItsChildMiB();
  await web.stop();
  return { seconds, load, samples, pagesMiB };
}
