import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

/** The checksums of all migrations, as `sha256sum --check` reads them too. */
const SUMS = "migrations/SHA256SUMS";

/** The checksum of each migration as its file is now. */
export function currentSums(): Map<string, string> {
  const names = readdirSync("migrations").filter((name) => name.endsWith(".sql"));
  return new Map(
    names.sort().map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(`migrations/${name}`))
        .digest("hex"),
    ]),
  );
}

/** The checksum of each migration as it was when it was added. */
export function recordedSums(): Map<string, string> {
  if (!existsSync(SUMS)) return new Map();
  const lines = readFileSync(SUMS, "utf8").trim().split("\n");
  return new Map(lines.map((line): [string, string] => [line.slice(66), line.slice(0, 64)]));
}

/** Adds the checksums of new migrations; those that are recorded stay. */
export function recordNewSums(): void {
  const sums = new Map([...currentSums(), ...recordedSums()]);
  const lines = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => `${sum}  ${name}\n`);
  writeFileSync(SUMS, lines.join(""));
}
