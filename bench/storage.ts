import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { LoadResult } from "./load.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { LONG_CALL, SHORT_CALL } from "./sample-bodies.ts";
import { goalOf, type Stage, type Stand, table } from "./stage.ts";
import { startContender } from "./start-contender.ts";

type Relation = { name: string; table: number; toast: number; indexes: number };
type Disk = { name: string; bodyBytes: number; deliveries: number; relations: Relation[] };
type StorageFigures = {
  disks: Disk[];
  /** `samples`: of the process that takes deliveries; `pagesMiB`: the one that shows pages, at rest. */
  memory: { seconds: number; load: LoadResult; samples: number[]; pagesMiB: number | null };
};

/** With fewer, the first pages of tables and indexes weigh too much. */
const ENOUGH_DELIVERIES = 3_000;
/** `--full`: ten minutes under load, in which nothing may grow. */
const SOAK_SECONDS = 600;

/** Bytes a delivery, by where they are: sizes before the load are taken off, so an empty index's first pages do not count. */
const SIZES = `
  select namespace.nspname || '.' || class.relname as name,
    pg_relation_size(class.oid) as table,
    coalesce(pg_total_relation_size(nullif(class.reltoastrelid, 0)), 0) as toast,
    pg_indexes_size(class.oid) as indexes
  from pg_class as class
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  where class.relkind = 'r' and namespace.nspname in ('public', 'graphile_worker')`;

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
      tell(`${name}: ${ratioOf(disks.at(-1) as Disk).toFixed(2)} × the body`);
    }
    const database = await newDatabase();
    const memory = await watchMemory(database.url, isFull ? SOAK_SECONDS : 10);
    tell(`memory: ${memory.samples.join(", ")} MiB`);
    return { disks, memory };
  },
  report({ disks, memory }) {
    const parts = disks.map((disk) => {
      const per = (bytes: number) => Math.round(bytes / disk.deliveries);
      const rows = disk.relations.map((row) => [row.name, per(row.table), per(row.toast), per(row.indexes)]);
      return `A call with ${disk.name}, ${disk.bodyBytes} bytes, ${disk.deliveries} times: ${ratioOf(disk).toFixed(2)} × the body.

${table(["Bytes a delivery", "rows", "toast", "indexes"], rows)}`;
    });
    const most = Math.max(...memory.samples);
    const growth = (memory.samples.at(-1) ?? 0) - (memory.samples[Math.floor(memory.samples.length / 4)] ?? 0);
    const page = `Every delivery here is a new call that still waits for its recording, the dearest there is: an event, a call, a search, a
queued job; and a lead, new each time where the call has few fields, else one for three calls. Disk is what the tables and
all their indexes grew by, after a vacuum.

${parts.join("\n\n")}

What is in the way of 2.5 ×: the ledger keeps the body byte for byte, and the call keeps its fields once more, as columns,
so that lists, searches and figures never read bodies. PostgreSQL compresses neither. It looks at rows of 2 kB and more
only, whatever \`toast_tuple_target\` says: tried with 128, a row of 1 kB stayed as long as it was. Compressing bodies in the
web process would hide them from SQL, which the ledger, its search and its export read. Of calls with few fields the ids,
times and indexes of five rows are most. Some of it goes again: a call's job with its recording. In tables as small as these indexes are
also less densely filled than later: at ten million calls (see Screens) those of calls take 311 bytes each.

Memory of the process that takes deliveries while 128 connections send calls with all fields as fast as they are answered (${memory.load.perSecond}/s
for ${memory.seconds} s): ${memory.samples.join(", ")} MiB. The process that it starts for the pages held
${memory.pagesMiB} MiB beside it, with nobody looking.`;
    const goals = [
      goalOf("disk a delivery, indexes included, calls with all fields", ratioOf(disks[0] as Disk), { max: 2.5 }, "×"),
      goalOf("memory of web under load, most", most, { max: 200 }, " MiB"),
      goalOf("memory, from the first quarter to the end", growth, { max: 20 }, " MiB"),
    ];
    return { goals, page };
  },
};

function ratioOf({ relations, bodyBytes, deliveries }: Disk): number {
  const bytes = relations.reduce((sum, row) => sum + row.table + row.toast + row.indexes, 0);
  return bytes / deliveries / bodyBytes;
}

async function measureDisk(databaseUrl: string, name: string, body: string): Promise<Disk> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const sizes = async (): Promise<Relation[]> => (await client.query(SIZES)).rows;
  const before = new Map((await sizes()).map((row) => [row.name, row]));
  const web = await startContender("server.ts", [], { DATABASE_URL: databaseUrl });
  const countDeliveries = async () =>
    (await client.query("select count(*)::int as count from call_events")).rows[0].count;
  do await putUnderLoad({ port: web.port, path: "/api/webhooks/convoso", connections: 64, seconds: 6, body });
  while ((await countDeliveries()) < ENOUGH_DELIVERIES);
  await web.stop();
  await client.query("select fold_figures(100000000)");
  await client.query("vacuum (analyze)");
  const { rows } = await client.query("select count(*)::int as count, avg(body_size)::int as size from call_events");
  const relations = (await sizes()).flatMap((row) => {
    const grew = (kind: "table" | "toast" | "indexes") => Number(row[kind]) - Number(before.get(row.name)?.[kind] ?? 0);
    const grown = { name: row.name, table: grew("table"), toast: grew("toast"), indexes: grew("indexes") };
    return grown.table + grown.toast + grown.indexes > 0 ? [grown] : [];
  });
  await client.end();
  relations.sort((a, b) => b.table + b.toast + b.indexes - (a.table + a.toast + a.indexes));
  return { name, bodyBytes: rows[0].size, deliveries: rows[0].count, relations };
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
