import assert from "node:assert/strict";
import { test } from "node:test";
import { pool } from "#app/db/pool.server.ts";
import { holdTurns, takeTurn } from "#app/db/request-pace.server.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();

test("turns that many take at once are as far apart as the pace says, and the first is now", async () => {
  const waits = await Promise.all(Array.from({ length: 30 }, () => takeTurn(db, "many", 0.01)));
  const inOrder = waits.sort((a, b) => a - b);
  assert.equal(inOrder[0], 0);
  const gaps = inOrder.slice(1).map((wait, index) => (wait - (inOrder[index] ?? 0)) / 100_000);
  assert.ok(
    gaps.every((gap) => gap > 0.5 && gap <= 1.01),
    `each about 100 s: ${gaps}`,
  );
});

test("time in which nobody asked is not saved up", async () => {
  await takeTurn(db, "rested", 1000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await takeTurn(db, "rested", 0.01), 0);
  assert.ok((await takeTurn(db, "rested", 0.01)) > 90_000);
});

test("after a pause is asked for, the next turn is behind it", async () => {
  await takeTurn(db, "held", 1000);
  await holdTurns(db, "held", 500);
  assert.ok((await takeTurn(db, "held", 1000)) > 400_000);
});
