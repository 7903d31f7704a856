// npm run bench: measures the portal beside its contenders on this machine and writes docs/performance.{md,json}.
// `npm run bench -- ingest` runs one stage, `npm run bench -- --full` the big scale; with `--keep` its rows stay in
// .data/bench-filled for the next run.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildIfNeeded } from "#scripts/build.ts";
import { startEmbeddedPostgres } from "#scripts/embedded-postgres.ts";
import { cloneDatabase } from "#test/clone-database.ts";
import { describeMachine } from "../bench/describe-machine.ts";
import { exports } from "../bench/exports.ts";
import { ingest } from "../bench/ingest.ts";
import { profile } from "../bench/profile.ts";
import { recordings } from "../bench/recordings.ts";
import { recordStage } from "../bench/report.ts";
import { screens } from "../bench/screens.ts";
import type { Stage } from "../bench/stage.ts";
import { start } from "../bench/start.ts";
import { storage } from "../bench/storage.ts";

const stages: Record<string, Stage<unknown>> = { ingest, profile, storage, screens, exports, recordings, start };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: "boolean" }, keep: { type: "boolean" } },
});
const { full: isFull = false, keep: isKept = false } = values;
for (const name of positionals) {
  if (stages[name]) continue;
  console.error(`There is no stage ${name}. Stages: ${Object.keys(stages).join(", ")}.`);
  process.exit(1);
}

process.on("disconnect", () => process.exit(1));
await buildIfNeeded();
mkdirSync(".data", { recursive: true });
const filledDir = isKept ? resolve(".data/bench-filled") : mkdtempSync(resolve(".data/bench-filled-"));
process.on("exit", () => isKept || rmSync(filledDir, { recursive: true, force: true }));
const began = performance.now();
for (const [name, stage] of Object.entries(stages)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
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

/** Each stage gets a server of its own, so that none pays for what another left behind. */
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
