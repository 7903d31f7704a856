import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { holdTurns, takeTurn } from "#app/db/recordings/request-pace.server.ts";
import {
  pauseRecordingTurns,
  waitForRecordingTurn,
  waitForTurn,
} from "#app/features/recordings/wait-for-turn.server.ts";
import { createTestDatabase } from "#test/database.ts";

process.env.CONVOSO_REQUESTS_PER_SECOND = "1";
await createTestDatabase();
const db = await pool();

test("turns that many take at once are as far apart as the pace says, and the first is now", async () => {
  const waits = await Promise.all(Array.from({ length: 30 }, async () => Number(await takeTurn(db, "many", 0.01))));
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
  assert.ok(Number(await takeTurn(db, "rested", 0.01)) > 90_000);
});

test("after a pause is asked for, the next turn is behind it", async () => {
  await takeTurn(db, "held", 1000);
  await holdTurns(db, "held", 500);
  assert.ok(Number(await takeTurn(db, "held", 1000)) > 400_000);
  assert.equal(await takeTurn(db, "held", 1000, 5), null, "nobody has to wait longer than they want to");
});

test("the host of recordings is left alone as long as it asks for, an hour at most", async () => {
  assert.equal(await waitForRecordingTurn(db), true);
  await pauseRecordingTurns(db, 1_500);
  assert.equal(await waitForRecordingTurn(db), false);
  assert.ok(Number(await takeTurn(db, "recordings", 1000)) > 1_400_000);
  await pauseRecordingTurns(db, 100_000);
  const wait = Number(await takeTurn(db, "recordings", 1000));
  assert.ok(wait > 3_500_000 && wait < 3_700_000, String(wait));
});

test("a process that was too busy for its turn takes another one instead of asking among those of later turns", async () => {
  const nextAt = () =>
    db.oneFirst(sql.type(z.object({ at: z.number() }))`
      select extract(epoch from next_at)::float8 as at from request_pace where host = 'convoso'`);
  await waitForTurn(db);
  const before = await nextAt();
  const turn = waitForTurn(db);
  while ((await nextAt()) === before) await sleep(5);
  const taken = await nextAt();
  for (const start = Date.now(); Date.now() - start < 1500; );
  await turn;
  assert.equal(Math.round((taken - before) * 1000), 1100, "a second has fewer turns than it may");
  assert.ok((await nextAt()) > taken);
});
