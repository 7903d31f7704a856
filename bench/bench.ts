// npm run bench: measures the portal beside its contenders on this machine and writes docs/performance.{md,json}.
// `npm run bench -- ingest` runs one stage, `npm run bench -- --full` the big scale; with `--keep` its rows stay in
// .data/bench-filled for the next run. `npm run bench -- ingest --peers` then installs n8n and Node-RED, too.
// `npm run bench -- ab main .` compares two checkouts instead (bench/ab.ts), and `-- traces` a portal with traces and one without.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildIfNeeded } from "#scripts/build.ts";
import { startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";
import { cloneDatabase } from "#test/clone-database.ts";
import { compareCheckouts } from "./ab.ts";
import { archive } from "./archive.ts";
import { describeMachine } from "./describe-machine.ts";
import { exports } from "./exports.ts";
import { ingest } from "./ingest.ts";
import { ledger } from "./ledger.ts";
import { peers } from "./peers.ts";
import { profile } from "./profile.ts";
import { recordings } from "./recordings.ts";
import { recordStage } from "./report.ts";
import { screens } from "./screens.ts";
import type { Stage } from "./stage.ts";
import { start } from "./start.ts";
import { storage } from "./storage.ts";
import { compareTraces } from "./traces.ts";

const stages: Record<string, Stage<unknown>> = {
  ingest,
  peers,
  profile,
  storage,
  screens,
  exports,
  recordings,
  ledger,
  archive,
  start,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: "boolean" }, keep: { type: "boolean" }, peers: { type: "boolean" } },
});
const { full: isFull = false, keep: isKept = false } = values;
process.on("disconnect", () => process.exit(1));
mkdirSync(".data", { recursive: true });
if (positionals[0] === "ab") {
  const [, a, b] = positionals;
  if (!a || !b) {
    console.error("Name two folders or git revisions: npm run bench -- ab main .");
    process.exit(1);
  }
  await compareCheckouts([a, b], isFull);
  process.exit(0);
}
if (positionals[0] === "traces") {
  await buildIfNeeded();
  await compareTraces(isFull);
  process.exit(0);
}
for (const name of positionals) {
  if (stages[name]) continue;
  console.error(`There is no stage ${name}. Stages: ${Object.keys(stages).join(", ")}.`);
  process.exit(1);
}

await buildIfNeeded();
const filledDir = isKept ? resolve(".data/bench-filled") : mkdtempSync(resolve(".data/bench-filled-"));
process.on("exit", () => isKept || rmSync(filledDir, { recursive: true, force: true }));
const began = performance.now();
for (const [name, stage] of Object.entries(stages)) {
  if (name === "peers" ? !values.peers : positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n── ${stage.title}`);
  const start = performance.now();
  const figures = await measure(stage);
  const seconds = secondsSince(start);
  const run = { at: new Date().toISOString(), isFull, seconds, machine: describeMachine(), figures };
  for (const { goal, wanted, reached, isMet } of recordStage(name, run, stages)) {
    console.log(`${isMet ? "✓" : "✗"} ${goal}: ${reached} (${wanted})`);
  }
}
console.log(`\nWritten to docs/performance.md and docs/performance.json, after ${secondsSince(began)} s.`);
process.exit(0);

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}

/** Each stage gets its own server, so that none pays for what another left behind. */
async function measure(stage: Stage<unknown>): Promise<unknown> {
  const folder = mkdtempSync(resolve(".data/bench-"));
  const server = await startEmbeddedPostgres({ dir: join(folder, "postgres"), port: 0 });
  try {
    const tell = (line: string) => console.log(`  ${line}`);
    return await stage.measure({ newDatabase: () => cloneDatabase(server.url), isFull, filledDir, tell });
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
