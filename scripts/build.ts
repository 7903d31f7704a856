// npm run build: compiles the portal into build/ and public/build/.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { joinChunks } from "#scripts/join-chunks.ts";

const MARK = "build/sources.sha256";
const SETTINGS = [
  "remix.config.js",
  "postcss.config.js",
  "tsconfig.json",
  "package-lock.json",
  "scripts/join-chunks.ts",
];
const SOURCES = ["app/**/*", ...SETTINGS];

/** Builds, unless build/ was made from exactly these sources before. */
export async function buildIfNeeded(): Promise<void> {
  if (!isBuilt()) await build();
}

export function isBuilt(): boolean {
  try {
    readFileSync("build/index.js");
    return readFileSync(MARK, "utf8") === digestOfSources();
  } catch {
    return false;
  }
}

/** Says that build/ does not hold a production build any more. */
export function forgetBuild(): void {
  rmSync(MARK, { force: true });
}

/** @throws with the compiler's own words when it fails */
export async function build(): Promise<void> {
  forgetBuild();
  const digest = digestOfSources();
  const compiler = spawn(process.execPath, ["node_modules/@remix-run/dev/dist/cli.js", "build"], {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  setPriority(compiler.pid as number, constants.priority.PRIORITY_BELOW_NORMAL); // deliveries are taken meanwhile
  let output = "";
  for (const stream of [compiler.stdout, compiler.stderr]) stream.on("data", (text) => (output += text));
  const [code] = await once(compiler, "close");
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
  await joinChunks();
  compressFiles();
  writeFileSync(MARK, digest);
}

/** Beside each file for the browser the same, compressed as far as it goes, which takes too long while somebody waits. */
function compressFiles(): void {
  for (const path of globSync("public/build/**/*.{br,gz}")) rmSync(path);
  for (const path of globSync("public/build/**/*.{js,css}")) {
    const content = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(content));
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
}

function digestOfSources(): string {
  const digest = createHash("sha256");
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { withFileTypes: true })).filter((file) =>
    file.isFile(),
  );
  for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) {
    if (!path.includes(".test.")) digest.update(relative(".", path)).update(readFileSync(path));
  }
  return digest.digest("hex");
}

if (import.meta.main) {
  const start = performance.now();
  await build();
  console.log(`Built in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
}
