// npm run licences: the licence of every package that ships. Fails on one that asks for more than to be named.
import { readFileSync } from "node:fs";

type Package = { version?: string; license?: string; dev?: boolean; devOptional?: boolean };

const ALLOWED = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "Unlicense",
  "Python-2.0",
]);

/** "(MIT OR GPL-3.0)" lets one choose; "AND" does not. */
function isAllowed(licence: string): boolean {
  const choices = licence.replace(/[()]/g, "").split(" OR ");
  return choices.some((choice) => choice.split(" AND ").every((one) => ALLOWED.has(one.trim())));
}

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Package> };
const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== "" && !dev);
const byLicence = new Map<string, string[]>();
const refused: string[] = [];
for (const [path, { version, license = "unknown" }] of shipped) {
  const name = `${path.split("node_modules/").at(-1)} ${version}`;
  byLicence.set(license, [...(byLicence.get(license) ?? []), name]);
  if (!isAllowed(license)) refused.push(`${name}: ${license}`);
}
for (const [licence, names] of [...byLicence].sort(([, a], [, b]) => b.length - a.length)) {
  console.log(`${licence} (${names.length}): ${names.sort().join(", ")}`);
}
if (refused.length > 0 || shipped.length === 0) {
  console.error(`\nNot on the list of licences that may ship:\n  ${refused.join("\n  ")}`);
  process.exit(1);
}
