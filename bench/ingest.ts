import type { LoadResult } from "./load.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { type Contender, startContender } from "./start-contender.ts";

/** One contender's results, by number of connections. */
export type IngestRow = { name: string; byConnections: Record<number, LoadResult>; rssMiB: number | null };

const CONNECTIONS = [1, 32, 128];

const CALL = JSON.stringify({
  call_id: "{n}",
  lead_id: "{n}",
  agent_id: "310417",
  agent_name: "Marisol Vega",
  phone_number: "{phone}",
  campaign: "Medicare Advantage Q4",
  disposition: "SALE",
  direction: "outbound",
  duration: 120,
  started_at: "2026-03-02T10:00:00Z",
  ended_at: "2026-03-02T10:02:00Z",
});

/** What is compared: all on one machine, one after the other, against one database. */
function contenders(databaseUrl: string) {
  const database = { DATABASE_URL: databaseUrl };
  return [
    {
      name: "portal: call webhook",
      start: () => startContender("server.ts", [], database),
      path: "/api/webhooks/convoso",
    },
    { name: "portal: echo route", start: () => startContender("server.ts", [], database), path: "/api/webhooks/echo" },
    {
      name: "remix-serve: the same echo route",
      start: () => startContender("node_modules/@remix-run/serve/dist/cli.js", ["build/index.js"], database),
      path: "/api/webhooks/echo",
    },
    {
      name: "Fastify + pg by hand, one statement at a time",
      start: () => startContender("bench/contenders/fastify-pg.ts", [], database),
      path: "/api/webhooks/convoso",
    },
    {
      name: "Fastify echo without a database",
      start: () => startContender("bench/contenders/fastify-pg.ts", [], database),
      path: "/echo",
    },
  ];
}

/** Puts every contender under load, `seconds` for each number of connections after a warm-up. */
export async function benchIngest(databaseUrl: string, seconds: number): Promise<IngestRow[]> {
  const rows: IngestRow[] = [];
  for (const { name, start, path } of contenders(databaseUrl)) {
    const server: Contender = await start();
    const load = (connections: number, duration: number) =>
      putUnderLoad({ port: server.port, path, connections, seconds: duration, body: CALL });
    await load(32, Math.min(2, seconds));
    const byConnections: Record<number, LoadResult> = {};
    for (const connections of CONNECTIONS) byConnections[connections] = await load(connections, seconds);
    rows.push({ name, byConnections, rssMiB: server.rssMiB() });
    await server.stop();
    console.log(`  ${name}: ${CONNECTIONS.map((n) => `${n} → ${byConnections[n]?.perSecond}/s`).join(", ")}`);
  }
  return rows;
}
