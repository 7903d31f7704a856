// npm run build:vercel: puts together what Vercel deploys, in the form of its Build Output API (version 3). `vercel build` and
// Vercel itself call it (vercel.json).
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildIfNeeded } from "#scripts/build.ts";
import { listProductionModules, listReadFiles } from "#scripts/production-modules.ts";

const OUTPUT = ".vercel/output";
const FUNCTION = join(OUTPUT, "functions/portal.func");
/** What serverless.ts loads, from its first import to the tables that it makes. */
const SOURCES = ["serverless.ts", "package.json", "app", "tasks", "migrations", "build", "public"];
/** Exports and jobs of a large portal take a while; more than this not every plan of Vercel allows. */
const MOST_SECONDS = 300;

const isNeeded = (path: string) => !/\.(test\.ts|map|br|gz)$/.test(path);

await buildIfNeeded();
rmSync(OUTPUT, { recursive: true, force: true });
mkdirSync(FUNCTION, { recursive: true });
for (const path of SOURCES) cpSync(path, join(FUNCTION, path), { recursive: true, filter: isNeeded });
for (const path of listProductionModules().flatMap(listReadFiles)) cpSync(path, join(FUNCTION, path));
cpSync("public", join(OUTPUT, "static"), { recursive: true, filter: isNeeded });
writeFileSync(join(FUNCTION, "index.mjs"), 'export { default } from "./serverless.ts";\n');
writeJson(join(FUNCTION, ".vc-config.json"), {
  runtime: "nodejs24.x",
  handler: "index.mjs",
  launcherType: "Nodejs",
  shouldAddHelpers: false, // they would read the body, of which the signature needs every byte
  supportsResponseStreaming: true,
  maxDuration: MOST_SECONDS,
});
writeJson(join(OUTPUT, "config.json"), {
  version: 3,
  routes: [
    {
      src: "/build/.+",
      headers: { "cache-control": "public, max-age=31536000, immutable", "x-content-type-options": "nosniff" },
      continue: true,
    },
    { handle: "filesystem" },
    { src: "/.*", dest: `/${basename(FUNCTION, ".func")}` },
  ],
});
console.log(`Built ${OUTPUT}.`);

function writeJson(path: string, value: object): void {
  writeFileSync(path, JSON.stringify(value, null, 2));
}
