import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";
import { cloneDatabase, createDatabase } from "#test/clone-database.ts";
import { tablesOf } from "./contenders/tables.ts";
import { startN8n } from "./peers/n8n.ts";
import { startNodeRed } from "./peers/node-red.ts";
import { type Outage, throughOutage } from "./peers/outage.ts";
import type { Peer } from "./peers/peer.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { SHORT_CALL } from "./sample-bodies.ts";
import { median, type Stage, type Stand, table } from "./stage.ts";
import { startContender } from "./start-contender.ts";

const WEBHOOK = "/api/webhooks/convoso";
const CONNECTIONS = [1, 32] as const;
const WARM_UP_SECONDS = 4;
const QUICK = { rounds: 3, secondsEach: 3 };
const FULL = { rounds: 7, secondsEach: 5 };
const NAMES = {
  portal: "portal",
  nodeRed: "Node-RED 5: http in → SQL → response",
  n8n: "n8n 2: webhook → Postgres → respond",
};

type Who = keyof typeof NAMES;
/** Calls a second by connections; null where it always queues the job. */
type Rates = Record<number, number>;
type PeerRow = {
  who: Who;
  withoutJob: Rates | null;
  withJob: Rates;
  mostMiB: number | null;
  outage: Outage;
  hasEnded: boolean;
};
type PeersFigures = { rounds: number; secondsEach: number; rows: PeerRow[] };

/** What people use instead, storing the same rows in the same database: run with `--peers` only, for its 3 GB of packages. */
export const peers: Stage<PeersFigures> = {
  title: "What else people use",
  async measure({ newDatabase, isFull, filledDir, tell }: Stand) {
    const { rounds, secondsEach } = isFull ? FULL : QUICK;
    const work = mkdtempSync(join(tmpdir(), "portal-peers-"));
    const options = { dir: join(work, "postgres") };
    let server: EmbeddedPostgres = await startEmbeddedPostgres({ ...options, port: 0 });
    const { url: dataUrl } = await cloneDatabase(server.url);
    const port = Number(new URL(dataUrl).port);
    const away = {
      stop: () => server.stop(),
      start: async () => {
        server = await startEmbeddedPostgres({ ...options, port });
      },
    };
    try {
      await prepare(dataUrl, ["node_red", "n8n"]);
      const order = (prefix: string) => ({ folder: join(filledDir, prefix), prefix, dataUrl });
      const starters: Record<Who, () => Promise<Peer>> = {
        portal: () => startPortal(dataUrl, join(work, "spool")),
        nodeRed: () => startNodeRed(order("node_red")),
        n8n: async () => startN8n({ ...order("n8n"), ownUrl: (await createDatabase((await newDatabase()).url)).url }),
      };
      const rows: PeerRow[] = [];
      for (const who of Object.keys(NAMES) as Who[]) {
        const peer = await starters[who](); // each in its turn: an outage is for one
        const { withoutJob: path } = peer.paths;
        const withJob = await rates(peer, peer.paths.withJob, rounds, secondsEach);
        const withoutJob = path ? await rates(peer, path, rounds, secondsEach) : null;
        const mostMiB = peer.rssMiB();
        tell(`${NAMES[who]}: ${JSON.stringify({ withoutJob, withJob, mostMiB })}`);
        const outage = await throughOutage(
          `http://127.0.0.1:${peer.port}${peer.paths.withJob}`,
          away,
          dataUrl,
          peer.table,
        );
        tell(`around an outage: ${JSON.stringify(outage)}`);
        rows.push({ who, withoutJob, withJob, mostMiB, outage, hasEnded: peer.rssMiB() === null });
        await peer.stop();
      }
      return { rounds, secondsEach, rows };
    } finally {
      await server.stop();
      rmSync(work, { recursive: true, force: true });
    }
  },
  report({ rounds, secondsEach, rows }) {
    const portal = rows.find(({ who }) => who === "portal") as PeerRow;
    const ended = rows.filter(({ hasEnded }) => hasEnded).map(({ who }) => NAMES[who].split(":")[0]);
    const cell = (rate: Rates | null, n: number) =>
      rate ? `${rate[n]} (${Math.round((100 * (rate[n] ?? 0)) / (portal.withJob[n] ?? 1))} %)` : "";
    const head = ["with the job", "without"].flatMap((what) => CONNECTIONS.map((n) => `${what}, ${n}`));
    const page = `Each stores the same calls in the same database; n8n and Node-RED without merging, search or figures, with and without a job by
\`add_job\`. n8n keeps no record of successful executions and has its own data in another database. Calls a second at 1 and ${CONNECTIONS[1]}
connections: the median of ${rounds} rounds of ${secondsEach} s, and the share of the portal's rate with its job. Then ten calls a second while the database
is down for ten seconds: calls sent, answered 2xx, answered otherwise, not answered within 30 s, stored a minute later, and answered 2xx
but lost.${ended.length > 0 ? ` The outage ended the process of ${ended.join(" and ")}, and nothing restarts it here.` : ""}

${table(
  ["", ...head, "MiB", "sent", "2xx", "other", "none", "stored", "lost"],
  rows.map(({ who, withJob, withoutJob, mostMiB, outage: { sent, accepted, refused, unanswered, stored, lost } }) => [
    NAMES[who],
    ...[withJob, withoutJob].flatMap((rate) => CONNECTIONS.map((n) => cell(rate, n))),
    ...[mostMiB ?? "", sent, accepted, refused, unanswered, stored, lost],
  ]),
)}`;
    return { goals: [], page };
  },
};

async function prepare(databaseUrl: string, prefixes: readonly string[]): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  for (const prefix of prefixes) await client.query(tablesOf(prefix));
  await client.query("select graphile_worker.add_job('contender', '{}')"); // so that there is the task
  await client.end();
}

async function startPortal(databaseUrl: string, spool: string): Promise<Peer> {
  const contender = await startContender("server.ts", [], { DATABASE_URL: databaseUrl, SPOOL_DIR: spool });
  return { ...contender, paths: { withoutJob: null, withJob: WEBHOOK }, table: "calls" };
}

async function rates({ port }: Peer, path: string, rounds: number, seconds: number): Promise<Rates> {
  const order = { port, path, body: SHORT_CALL };
  await putUnderLoad({ ...order, connections: 32, seconds: WARM_UP_SECONDS });
  const found: Record<number, number[]> = {};
  for (let round = 1; round <= rounds; round++) {
    for (const connections of CONNECTIONS) {
      const load = await putUnderLoad({ ...order, connections, seconds });
      if (load.refused > 0) throw new Error(`${path} refused ${load.refused} of ${load.answered} calls.`);
      found[connections] = [...(found[connections] ?? []), load.perSecond];
    }
  }
  return Object.fromEntries(Object.entries(found).map(([connections, list]) => [connections, median(list)]));
}
