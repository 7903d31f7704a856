// npm test: everything, on a fresh clone. `npm test -- unit` runs one stage; what follows its name goes to that stage:
// `npm test -- unit app/lib/format-time.test.ts`, `npm test -- e2e e2e/golden-path.spec.ts`.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { findBrowser } from "#e2e/find-browser.ts";
import { buildIfNeeded } from "#scripts/build.ts";
import { TYPES } from "#scripts/check-types.ts";
import { startTestServer } from "#test/test-server.ts";

type Counts = { passed: number; failed: number; skipped: number };
const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };
const one = (passed: boolean): Counts => ({ ...NONE, [passed ? "passed" : "failed"]: 1 });

const stages: Record<string, (args: string[]) => Promise<Counts>> = {
  types: async () => one(runNode(...TYPES)),
  unit,
  build: async () => {
    await buildIfNeeded();
    return one(true);
  },
  e2e,
};

/**
 * Unit and integration tests, each file in its own process. In CI each file that failed runs once more, alone: one
 * minute of a busy machine must not decide over a change. The end of the stage names the files that needed it.
 */
async function unit(args: string[]): Promise<Counts> {
  const files = args.length ? args : globSync("{app,tasks,test,scripts,bench,e2e}/**/*.test.ts").sort();
  const first = await runFiles(files, availableParallelism());
  if (!process.env.CI || first.failedFiles.length === 0) return first.counts;
  console.log(`\nOnce more, alone: ${first.failedFiles.join(", ")}`);
  const second = await runFiles(first.failedFiles, 1);
  const flaky = first.failedFiles.filter((file) => !second.failedFiles.includes(file));
  if (flaky.length > 0) console.log(`Flaky, passed when alone: ${flaky.join(", ")}`);
  const repaired = Math.max(0, first.counts.failed - second.counts.failed);
  return { ...first.counts, passed: first.counts.passed + repaired, failed: second.counts.failed };
}

type FilesRun = { counts: Counts; failedFiles: string[] };

/** Runs test files and prints what they say. */
async function runFiles(files: string[], concurrency: number): Promise<FilesRun> {
  const counts = { ...NONE };
  const failed = new Set(files);
  const events = run({ files, timeout: 180_000, concurrency });
  events.on("test:summary", ({ file, counts: all, success }) => {
    if (file !== undefined) {
      if (success) failed.delete(relative(process.cwd(), file)); // a file that breaks off has no summary
      return;
    }
    Object.assign(counts, {
      passed: all.passed,
      skipped: all.skipped,
      failed: all.tests - all.passed - all.skipped - all.todo,
    });
  });
  for await (const text of events.compose(spec)) process.stdout.write(text);
  return { counts, failedFiles: [...failed] };
}

/** Journeys through a real browser, against the real processes. */
async function e2e(args: string[]): Promise<Counts> {
  await buildIfNeeded();
  process.env.TEST_BROWSER ??= await findBrowser();
  const report = "test-results/e2e.json";
  rmSync(report, { force: true });
  const passed = runNode("node_modules/@playwright/test/cli.js", "test", ...args);
  const { stats } = JSON.parse(readFileSync(report, "utf8"));
  const failed = stats.unexpected + (passed || stats.unexpected > 0 ? 0 : 1); // an error outside of any test
  return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped };
}

function runNode(...args: string[]): boolean {
  return spawnSync(process.execPath, args, { stdio: "inherit" }).status === 0;
}

const [only, ...rest] = process.argv.slice(2);
if (only && !stages[only]) {
  console.error(`There is no stage ${only}. Stages: ${Object.keys(stages).join(", ")}.`);
  process.exit(1);
}

// What a person's shell sets for a portal must not change what is tested.
const settings =
  /^(DATABASE_.*|MIGRATION_DATABASE_URL|HOST|PORT|PUBLIC_URL|TRUST_PROXY|VERCEL.*|CRON_SECRET|ADMIN_PASSWORD|LOG_LEVEL|LOG_FORMAT|OIDC_.*|CONVOSO_.*|RECORDING_.*|RETENTION_.*|SPOOL_.*|ARCHIVE_.*|WORKER_.*|DRAIN_SECONDS|METRICS_TOKEN|OTEL_.*)$/;
for (const name of Object.keys(process.env)) if (settings.test(name)) delete process.env[name];
process.env.NODE_ENV = "test";
process.on("disconnect", () => process.exit(1));
const server = await startTestServer();
process.env.TEST_DATABASE_URL = server.url;
const total = { ...NONE };
for (const [name, runStage] of Object.entries(stages)) {
  if (only && name !== only) continue;
  console.log(`\n── ${name}`);
  let counts = await runStage(rest).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return one(false);
  });
  if (counts.passed + counts.failed === 0) {
    console.error("No test was run, which counts as a failure.");
    counts = one(false);
  }
  console.log(`── ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
}
await server.stop();
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`);
process.exit(total.failed ? 1 : 0);
