import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

/** Phrases that nobody says, which must not come back. */
const STILTED = [
  "whoever",
  "would else",
  "or else",
  "in force",
  "mend(?:s|ed|ing)?",
  "names no",
  "goes on to",
  "let go on",
  "by itself",
  "of its own",
  "what became of",
  "has come to",
  "came in this time",
  "for evermore",
  "stands under",
];
const PHRASE = new RegExp(`\\b(?:${STILTED.join("|")})\\b`, "i");

test("the texts of the project have none of the phrases that nobody says", () => {
  const files = execFileSync("git", ["ls-files"], { encoding: "utf8" })
    .split("\n")
    .filter((path) => /\.(?:tsx?|mjs|sql|md|css|yaml)$/.test(path) && path !== "test/words.test.ts");
  assert.ok(files.length > 500, "it looks at the right files");
  const found = files.flatMap((path) =>
    readFileSync(path, "utf8")
      .split("\n")
      .flatMap((line, index) => (PHRASE.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
  assert.deepEqual(found, []);
});
