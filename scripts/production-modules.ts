import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Package = { dev?: boolean; devOptional?: boolean; optional?: boolean };

/** The folders in node_modules that the portal needs when it runs: of package-lock.json, without what is optional. */
export function listProductionModules(): string[] {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Package> };
  return Object.entries(packages)
    .filter(([path, { dev, devOptional, optional }]) => path !== "" && !dev && !devOptional && !optional)
    .map(([path]) => path);
}

/** Types, sources of what was compiled, maps between the two, and words. Licences stay. */
const UNREAD_FILE = /\.(map|md|markdown|flow|tsx?|[cm]ts)$/;
const UNREAD_FOLDER = new Set(["test", "tests", "__tests__", "docs", "example", "examples", "bench", "benchmark"]);

/** Whether a program may read this file or folder of a package. */
export function isRead(name: string, isFolder: boolean): boolean {
  return isFolder ? !UNREAD_FOLDER.has(name) : !UNREAD_FILE.test(name);
}

/** The files of a package that a program may read, without those of packages inside. */
export function listReadFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === "node_modules" || !isRead(entry.name, entry.isDirectory())) return [];
    return entry.isDirectory() ? listReadFiles(path) : [path];
  });
}
