import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";
import { cloneDatabase } from "#test/clone-database.ts";
import { startCollector } from "#test/otlp-collector.ts";
import { describeMachine } from "./describe-machine.ts";
import { processorMicros } from "./processor-time.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { SHORT_CALL } from "./sample-bodies.ts";
import { median, table } from "./stage.ts";
import { type Contender, startContender } from "./start-contender.ts";

const PACE = { perSecond: 500, connections: 64, path: "/api/webhooks/convoso", body: SHORT_CALL };
const TURN_SECONDS = 5;
const WARM_UP_SECONDS = 5;
const QUICK = { starts: 2, rounds: 4 };
const FULL = { starts: 4, rounds: 6 };

/** Microseconds of processor time that the web process took for a delivery, and how long those took that waited longest. */
type Turn = { micros: number; p50: number; p99: number };

/**
 * `npm run bench -- traces`: what tracing costs at 500 deliveries a second. Two web processes, one of which hands traces to a
 * collector in this process, take turns on one PostgreSQL.
 */
export async function compareTraces(isFull: boolean): Promise<void> {
  const { starts, rounds } = isFull ? FULL : QUICK;
  mkdirSync(".data", { recursive: true });
  const work = mkdtempSync(resolve(".data/bench-"));
  const server = await startEmbeddedPostgres({ dir: join(work, "postgres"), port: 0 });
  const collector = await startCollector();
  const startSide = async (settings: Record<string, string>): Promise<Contender> => {
    const { appUrl } = await cloneDatabase(server.url);
    const spool = mkdtempSync(join(work, "spool-"));
    return startContender("server.ts", [], { DATABASE_URL: appUrl, SPOOL_DIR: spool, ...settings });
  };
  const pairs: [Turn, Turn][] = [];
  try {
    for (let start = 1; start <= starts; start++) {
      const sides = [await startSide({}), await startSide({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })] as const;
      for (const side of sides) await takeTurn(side, WARM_UP_SECONDS);
      for (let round = 1; round <= rounds; round++) {
        const isTurned = round % 2 === 0;
        const first = await takeTurn(sides[isTurned ? 1 : 0], TURN_SECONDS);
        const second = await takeTurn(sides[isTurned ? 0 : 1], TURN_SECONDS);
        pairs.push(isTurned ? [second, first] : [first, second]);
      }
      for (const side of sides) await side.stop();
      console.log(`  start ${start} of ${starts}`);
    }
  } finally {
    await collector.stop();
    await server.stop();
    rmSync(work, { recursive: true, force: true });
  }
  const keys = ["micros", "p50", "p99"] as const;
  const rows = keys.map((key) => [
    { micros: "web, µs of processor time a delivery", p50: "median, ms", p99: "99th percentile, ms" }[key],
    median(pairs.map(([a]) => a[key])).toFixed(1),
    median(pairs.map(([, b]) => b[key])).toFixed(1),
    median(pairs.map(([a, b]) => b[key] / a[key])).toFixed(3),
  ]);
  console.log(`\n${describeMachine()}\n${collector.spans().length} spans were handed over.\n`);
  console.log(table(["at 500/s", "without traces", "with traces", "÷"], rows));
}

async function takeTurn({ port, pid }: Contender, seconds: number): Promise<Turn> {
  const before = processorMicros(pid);
  const { answered, refused, p50, p99 } = await putUnderLoad({ ...PACE, port, seconds });
  if (refused > 0) throw new Error(`${refused} deliveries were refused.`);
  return { micros: (processorMicros(pid) - before) / answered, p50, p99 };
}
