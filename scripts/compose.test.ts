import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const text = readFileSync("compose.yaml", "utf8");

/** The lines of a block, from the line of its name to the next one that is indented as little. */
function block(name: string): string {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.trim().startsWith(`${name}:`));
  assert.ok(from >= 0, `compose.yaml has ${name}`);
  const depth = (line: string) => line.length - line.trimStart().length;
  const length = lines
    .slice(from + 1)
    .findIndex((line) => line.trim() !== "" && depth(line) <= depth(lines[from] ?? ""));
  return lines.slice(from, length < 0 ? undefined : from + 1 + length).join("\n");
}

test("Compose has no default for a password, and stops with words where one is missing", () => {
  const passwords = [...text.matchAll(/\$\{(\w*PASSWORD\w*)([^}]*)\}/g)];
  assert.deepEqual([...new Set(passwords.map(([, name]) => name))].sort(), [
    "ADMIN_PASSWORD",
    "PORTAL_PASSWORD",
    "POSTGRES_PASSWORD",
  ]);
  for (const [used, , rest] of passwords) assert.match(rest ?? "", /^:\?/, used);
  for (const [, name] of passwords) assert.match(text, new RegExp(`\\$\\{${name}:\\?set ${name} to `));
});

test("in Compose web and worker know the portal's own role, and only the migrations the owner of the tables", () => {
  assert.match(block("x-portal"), /DATABASE_URL: postgres:\/\/portal_app:\$\{PORTAL_PASSWORD/);
  assert.match(block("migrate"), /MIGRATION_DATABASE_URL: postgres:\/\/portal:\$\{POSTGRES_PASSWORD/);
  for (const name of ["x-portal", "web", "worker"]) assert.doesNotMatch(block(name), /POSTGRES_PASSWORD|MIGRATION_/);
});
