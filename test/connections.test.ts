import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CONNECTIONS } from "#app/db/connection/budget.ts";
import { parseEnv } from "#app/env.server.ts";

const page = readFileSync("docs/guide/configuration.md", "utf8");
const { deliveries, probe, exports, signIn, changes, queue, recordings, vacuum } = CONNECTIONS;
const beside = {
  deliveries: deliveries + probe,
  pages: exports + signIn + changes,
  worker: queue + recordings + vacuum,
};
const sum = (poolSize: number) => Object.values(beside).reduce((all, one) => all + one + poolSize, 0);
const poolSizeOf = (settings: Record<string, string>) =>
  parseEnv({ DATABASE_URL: "postgres://a@b/c", ...settings }).DATABASE_POOL_SIZE;

test("the guide adds up the connections as the code has them, and they stay within 60", () => {
  const usual = poolSizeOf({});
  for (const count of Object.values(beside)) assert.match(page, new RegExp(`\\| +${count + usual} \\|`));
  assert.match(page, new RegExp(`one web, one worker .* ${sum(usual)} \\|`));
  assert.ok(sum(usual) <= 60);
  const least = poolSizeOf({ DATABASE_POOL_SIZE: "4" });
  const each = Object.values(beside).map((count) => count + least);
  assert.ok(page.includes(`2 × (${each.join(" + ")}) = ${2 * sum(least)}`));
  assert.ok(2 * sum(least) <= 60);
});
