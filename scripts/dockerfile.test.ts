import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { WEB_PROCESS } from "#scripts/portal/web-process.ts";

const DOCKERFILE = readFileSync("Dockerfile", "utf8");
/** What the image is there to run: see the Dockerfile's first line and README. */
const PROGRAMS = ["server.ts", "pages.ts", "tasks/worker.ts", "scripts/migrate.ts", "scripts/sign-in-link.ts"];

test("the image holds every file of ours that its programs load", async () => {
  const [, , image = ""] = DOCKERFILE.split(/^FROM /m).slice(1);
  const copied = copiedIn(image);
  const { output } = await cruise(
    PROGRAMS,
    { doNotFollow: { path: "node_modules" }, tsPreCompilationDeps: false, exclude: { path: "^build/" } },
    { exportsFields: ["exports"], conditionNames: ["import", "node"] },
  );
  const loaded = (output as ICruiseResult).modules
    .map(({ source }) => source)
    .filter((path) => /^(?!node_modules).*\.tsx?$/.test(path));
  assert.ok(loaded.length > 100, "the programs were followed to what they import");
  const missing = loaded.filter((path) => !isWithin(path, copied));
  assert.deepEqual(missing, []);
});

test("nothing that the Dockerfile copies is left out by .dockerignore", () => {
  const lines = readFileSync(".dockerignore", "utf8").split("\n");
  assert.ok(lines.includes("*"), "only what is named is sent to the build");
  const sent = lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
  const copied = copiedIn(DOCKERFILE).filter((path) => path !== ".");
  assert.ok(copied.includes("server.ts"), "what is copied was found");
  const missing = copied.filter((path) => !isWithin(path, sent));
  assert.deepEqual(missing, []);
});

test("the image starts the web process as npm start does", () => {
  const { program, env } = WEB_PROCESS;
  const command = JSON.parse(/^CMD (.+)$/m.exec(DOCKERFILE)?.[1] ?? "no CMD");
  assert.deepEqual(command, ["node", program]);
  for (const [name, value] of Object.entries(env))
    assert.match(DOCKERFILE, new RegExp(`^ENV .*\\b${name}=${value}\\b`, "m"));
});

function isWithin(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`));
}

/** The files and folders that a part of the Dockerfile copies from the checkout. */
function copiedIn(part: string): string[] {
  return [...part.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = ""]) => files.split(" "));
}
