// npm run check: what a reviewer should not have to look for. `npm run check -- layers` runs one stage.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { TYPES } from "#scripts/check-types.ts";

const stages = {
  "format and lint": ["node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", "--error-on-warnings", "."],
  layers: [
    "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
    ...[
      "--config",
      ".dependency-cruiser.mjs",
      "app",
      "tasks",
      "scripts",
      "test",
      "bench",
      "e2e",
      "server.ts",
      "pages.ts",
    ],
  ],
  migrations: ["node_modules/squawk-cli/js/bin/squawk", "--no-error-on-unmatched-pattern", "migrations/*.sql"],
  types: TYPES,
  docs: ["--test", "test/docs.test.ts", "scripts/security-claims.test.ts"],
  licences: ["scripts/licences.ts"],
  "unused code": ["node_modules/knip/bin/knip.js", "--no-config-hints"],
  build: ["scripts/build.ts"],
};

const only = process.argv[2];
const failed: string[] = [];
let passed = 0;
for (const [name, args] of Object.entries(stages)) {
  if (only && !name.includes(only)) continue;
  const start = performance.now();
  const { ok, output } = await runQuietly(args);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${ok ? "✓" : "✗"} ${name.padEnd(18)} ${seconds} s`);
  if (!ok) console.log(output.replace(/^/gm, "    "));
  if (ok) passed += 1;
  else failed.push(name);
}
console.log(failed.length ? `\nFailed: ${failed.join(", ")}` : "\nAll checks passed.");
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length || !passed ? 1 : 0);

async function runQuietly(args: string[]): Promise<{ ok: boolean; output: string }> {
  const env = { ...process.env, NO_COLOR: "1" };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const [code] = await once(child, "close");
  return { ok: code === 0, output };
}
