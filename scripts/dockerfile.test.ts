import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cruise, type ICruiseResult } from "dependency-cruiser";

/** What the image is there to run: see the Dockerfile's first line and README. */
const PROGRAMS = ["server.ts", "pages.ts", "tasks/worker.ts", "scripts/migrate.ts", "scripts/sign-in-link.ts"];

test("the image holds every file of ours that its programs load", async () => {
  const [, , image = ""] = readFileSync("Dockerfile", "utf8")
    .split(/^FROM /m)
    .slice(1);
  const copied = [...image.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = ""]) => files.split(" "));
  const { output } = await cruise(
    PROGRAMS,
    { doNotFollow: { path: "node_modules" }, tsPreCompilationDeps: false, exclude: { path: "^build/" } },
    { exportsFields: ["exports"], conditionNames: ["import", "node"] },
  );
  const loaded = (output as ICruiseResult).modules
    .map(({ source }) => source)
    .filter((path) => /^(?!node_modules).*\.tsx?$/.test(path));
  assert.ok(loaded.length > 100, "the programs were followed to what they import");
  const missing = loaded.filter((path) => !copied.some((from) => path === from || path.startsWith(`${from}/`)));
  assert.deepEqual(missing, []);
});
