// Remix's compiler makes a chunk of every set of pages that share code: some fifty for the Overview alone. This joins those
// that the same tabs of the portal load, and puts the new names where the old ones stood.
import { createHash } from "node:crypto";
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type GetModuleInfo, type OutputChunk, rollup } from "rollup";
import { minify } from "terser";

const FOLDER = "public/build";
const PUBLIC = "/build/";
const SERVER = "build/index.js";
/** What Radix calls to keep the names of its functions, which also keeps functions that nothing uses. */
const NAMES_FUNCTION = /\((\w+),(\w+)\)=>\w+\(\1,"name",\{value:\2,configurable:!0\}\)/g;
/** Loaded by every page, by every page of the portal, and by its tabs. */
const BASE = ["entry.client", "root"];
const FRAME = "routes/admin.super";
const TABS = ["_index", "webhook-logs", "leads", "calls", "test-tools"].map((tab) => `routes/admin.super.${tab}`);

/** Makes fewer and larger files of what the browser loads. */
export async function joinChunks(): Promise<void> {
  const [manifestPath = ""] = globSync(`${FOLDER}/manifest-*.js`);
  const manifest = readFileSync(manifestPath, "utf8");
  const entries = [...new Set([...manifest.matchAll(/"module":"([^"]+)"/g)].map(([, path = ""]) => fileOf(path)))];
  const bundle = await rollup({
    input: Object.fromEntries(entries.map((path) => [nameOf(path), path])),
    plugins: [
      {
        name: "compiled-chunks",
        resolveId: (path) => (path.startsWith(PUBLIC) ? fileOf(path) : null),
        transform: (code) => code.replace(NAMES_FUNCTION, "(fn)=>fn"),
      },
    ],
    preserveEntrySignatures: "strict",
    treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
  });
  let readersOf: Map<string, Set<string>> | undefined;
  const { output } = await bundle.generate({
    entryFileNames: "[name]-[hash].js",
    chunkFileNames: "_shared/[name]-[hash].js",
    manualChunks(id, { getModuleInfo }) {
      if (entries.includes(id)) return null;
      readersOf ??= findReaders(entries, getModuleInfo);
      return groupOf(readersOf.get(id) ?? new Set());
    },
  });
  await bundle.close();
  const chunks = output.filter((file): file is OutputChunk => file.type === "chunk");
  const renamed = new Map(
    chunks.flatMap(({ fileName, moduleIds }) => moduleIds.map((id) => [addressOf(id), PUBLIC + fileName] as const)),
  );
  for (const path of globSync(`${FOLDER}/**/*.js`)) rmSync(path);
  for (const { fileName, code } of chunks) {
    const { code: small = code } = await minify(code, { module: true, ecma: 2020, compress: { passes: 2 } });
    writeFileSync(join(FOLDER, fileName), small);
  }
  renameIn(manifest, manifestPath, renamed);
}

/** Which entries load a module at once, not later by `import()`. */
function findReaders(entries: readonly string[], getModuleInfo: GetModuleInfo): Map<string, Set<string>> {
  const readers = new Map<string, Set<string>>();
  const visit = (id: string, name: string) => {
    const known = readers.get(id) ?? new Set();
    if (known.has(name)) return;
    readers.set(id, known.add(name));
    for (const next of getModuleInfo(id)?.importedIds ?? []) visit(next, name);
  };
  for (const entry of entries) visit(entry, nameOf(entry));
  return readers;
}

function groupOf(readers: Set<string>): string | null {
  if (BASE.some((name) => readers.has(name))) return "base";
  if (readers.has(FRAME)) return "frame";
  const tabs = TABS.filter((name) => readers.has(name));
  return tabs.length === 0 ? null : tabs.map((name) => name.split(".")[2]?.replace("_", "")).join("-");
}

/** A page's new files need a new name of their list, because browsers keep the old one. */
function renameIn(manifest: string, manifestPath: string, renamed: Map<string, string>): void {
  const [, version = ""] = /"version":"([0-9a-f]+)"/.exec(manifest) ?? [];
  const next = createHash("sha256")
    .update([...renamed.values()].join())
    .digest("hex")
    .slice(0, version.length);
  const rename = (text: string) => {
    let made = text.replaceAll(version, next).replaceAll(version.toUpperCase(), next.toUpperCase());
    for (const [from, to] of renamed) made = made.replaceAll(from, to);
    return made;
  };
  writeFileSync(manifestPath.replace(version.toUpperCase(), next.toUpperCase()), rename(manifest));
  writeFileSync(SERVER, rename(readFileSync(SERVER, "utf8")));
}

const fileOf = (address: string) => resolve(FOLDER, address.slice(PUBLIC.length));
const addressOf = (file: string) => PUBLIC + relative(FOLDER, file);
/** "routes/admin.super" of ".../public/build/routes/admin.super-0123ABCD.js". */
const nameOf = (file: string) => relative(FOLDER, file).replace(/-[A-Z0-9]{8}\.js$/, "");
