import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

test("every test that SECURITY.md names exists", () => {
  const table = readFileSync("SECURITY.md", "utf8")
    .split("\n")
    .filter((line) => /^\|.*`[^`]+\.(test|spec)\.ts` *\|$/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  assert.ok(table.length >= 10, "the threat model is a table");
  for (const [, , , name = "", file = ""] of table) {
    const text = readFileSync(file.replaceAll("`", ""), "utf8");
    assert.ok(text.includes(`test("${name}"`), `${file} has no test "${name}"`);
  }
});
