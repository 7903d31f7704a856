// npm run bench: puts the portal and its contenders under load on this machine and writes docs/performance.{md,json}.
// `npm run bench -- --seconds 10` takes longer and is steadier.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildIfNeeded } from "#scripts/build.ts";
import { startEmbeddedPostgres } from "#scripts/embedded-postgres.ts";
import { writeFigures } from "#scripts/write-figures.ts";
import { cloneDatabase } from "#test/clone-database.ts";
import { benchIngest } from "../bench/ingest.ts";
import { reportIngest } from "../bench/report-ingest.ts";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "5" } } });
await buildIfNeeded();
const folder = mkdtempSync(join(tmpdir(), "portal-bench-"));
const server = await startEmbeddedPostgres({ dir: join(folder, "postgres"), port: 0 });
try {
  const database = await cloneDatabase(server.url);
  console.log("Ingest");
  const ingest = await benchIngest(database.url, Number(values.seconds));
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}, PostgreSQL 18 with fsync`;
  const run = { at: new Date().toISOString(), machine, secondsEach: Number(values.seconds), ingest };
  writeFigures("performance", run, reportIngest(run));
  console.log("\nWritten to docs/performance.md and docs/performance.json.");
  await database.drop();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
