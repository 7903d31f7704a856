import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

/** Writes what was measured as `docs/<name>.json` and its page as `docs/<pageName>.md`, formatted like everything else here. */
export function writeFigures(name: string, figures: unknown, page: string, pageName = name): void {
  const files = [`docs/${name}.json`, `docs/${pageName}.md`] as const;
  writeFileSync(files[0], JSON.stringify(figures));
  writeFileSync(files[1], page);
  execFileSync("node_modules/.bin/biome", ["format", "--write", ...files], { stdio: "ignore" });
}
