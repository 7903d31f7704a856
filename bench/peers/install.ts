import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs packages into a folder of their own, unless they are there. Without install scripts: those of n8n build SQLite
 * and Kafka, of which it needs neither with PostgreSQL for its own data.
 */
export function install(folder: string, packages: readonly string[]): void {
  if (existsSync(join(folder, "package-lock.json"))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["install", ...options, ...packages], { cwd: folder, stdio: "inherit" });
}
