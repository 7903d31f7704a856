import assert from "node:assert/strict";
import { globSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { listProductionModules, listReadFiles } from "#scripts/production-modules.ts";

const MOST_BYTES = 60_000_000;

const bytesOf = (paths: readonly string[]) => paths.reduce((sum, path) => sum + statSync(path).size, 0);

test("the image adds less than 60 MB to that of Node", () => {
  const [, , image = ""] = readFileSync("Dockerfile", "utf8")
    .split(/^FROM /m)
    .slice(1);
  const copied = [...image.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = ""]) => paths.split(" "));
  const sources = copied.flatMap((path) => (statSync(path).isFile() ? [path] : globSync(`${path}/**/*.*`)));
  const built = globSync("{build,public}/**/*.*"); // absent before the first build, and small
  const modules = listProductionModules().flatMap(listReadFiles);
  assert.ok(modules.length > 3_000, "the modules were found");
  const bytes = bytesOf([...sources, ...built, ...modules].filter((path) => statSync(path).isFile()));
  assert.ok(bytes < MOST_BYTES, `it adds ${(bytes / 1e6).toFixed(1)} MB`);
});
