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
/** The same, as the comments of some migrations have them, which never change. */
const STILTED_OUTSIDE_MIGRATIONS = [
  "(?:database|portal|host|store|server|convoso|standby) (?:is|was|are|were) away",
  "for ever",
  "whose time (?:is|was) over",
  "whose time has come",
  "what (?:becomes|can become) of",
  "words? for nothing",
  "goes on",
  "made anew",
  "takes no more",
  "taken all the same",
  "stands twice",
  "lets? an? \\w+ that was stopped",
  "(?:in|after) some seconds",
  "cannot be asked now",
  "do(?:es)? not speak like",
];

/** A name that starts with a bare relative clause makes its reader wait for the verb. */
const STILTED_TEST_NAME = /\btest\(\s*["`](?:what|who|of|where) (?:is no |cannot |was |makes no |waits |failed )/;

const anyOf = (phrases: readonly string[]) => new RegExp(`\\b(?:${phrases.join("|")})\\b`, "gi");
const PHRASE = anyOf(STILTED);
const OUTSIDE_MIGRATIONS = anyOf([...STILTED, ...STILTED_OUTSIDE_MIGRATIONS]);
const isOfMigrations = (path: string) => path.startsWith("migrations/") || path === "docs/schema.md";

test("the texts of the project have none of the phrases that nobody says", () => {
  const files = execFileSync("git", ["ls-files"], { encoding: "utf8" })
    .split("\n")
    .filter((path) => /\.(?:tsx?|mjs|sql|md|css|yaml|example)$/.test(path) && path !== "test/words.test.ts");
  assert.ok(files.length > 500, "it looks at the right files");
  const found = files.flatMap((path) => {
    // A phrase may be broken by a line's end and by the mark of a comment.
    const text = readFileSync(path, "utf8").replace(/\s*\n\s*(?:\*|\/\/|--|#|>)?\s*/g, " ");
    const phrases = isOfMigrations(path) ? PHRASE : OUTSIDE_MIGRATIONS;
    return [...text.matchAll(phrases)].map(
      ({ index }) => `${path}: ${text.slice(Math.max(0, index - 40), index + 60)}`,
    );
  });
  assert.deepEqual(found, []);
});

test("the names of tests begin with their subject", () => {
  const files = execFileSync("git", ["ls-files", "*.test.ts", "*.spec.ts"], { encoding: "utf8" }).trim().split("\n");
  const found = files.filter(
    (path) => path !== "test/words.test.ts" && STILTED_TEST_NAME.test(readFileSync(path, "utf8")),
  );
  assert.deepEqual(found, []);
});
