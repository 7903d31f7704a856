import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { pool } from "#app/db/connection/pool.server.ts";
import { listByCampaign, listByMonth, measureGrowth } from "#app/db/keeping/storage-figures.server.ts";
import { env } from "#app/env.server.ts";
import { fetchAtRisk } from "#app/features/keeping/fetch-at-risk.server.ts";
import { countSoonAtRisk, readAtRisk } from "#app/features/keeping/read-at-risk.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { admin } from "#test/erasing.ts";
import { addArchivedCall, everything } from "#test/keeping.ts";

await createTestDatabase();
const db = await pool();
Object.assign(env(), { RECORDING_LIFETIME_DAYS: 155 });
beforeEach(() => emptyTables());

/** A call so many days ago whose recording is in this state. */
async function addCall(id: string, days: number, state: string): Promise<void> {
  await addArchivedCall(id, { days });
  const retry = state === "not_ready" ? sql.fragment`now()` : sql.fragment`null`;
  await db.query(sql.unsafe`
    update archived_recordings set state = ${state}, next_try_at = ${retry} where call_id = ${id}`);
}

test("recordings that only Convoso has are at risk, fewest days left first", async () => {
  await addCall("C1", 10, "due");
  await addCall("C2", 154, "not_ready");
  await addCall("C3", 142, "refused");
  await addCall("C4", 140, "lost");
  await addCall("C5", 150, "archived");
  await addCall("C6", 150, "gone");
  await addCall("C7", 156, "due");
  const { rows, counts } = await readAtRisk(db, 10);
  assert.deepEqual(
    rows.map(({ call_id, days_left }) => [call_id, days_left]),
    [
      ["C2", 0],
      ["C3", 12],
      ["C4", 14],
      ["C1", 144],
    ],
  );
  assert.deepEqual(counts, { all: 4, soon: 2, waiting: 2 });
  assert.equal(await countSoonAtRisk(db), 2);
});

test("one click has all of them copied now, whatever kept them from it", async () => {
  for (const [place, state] of ["not_ready", "refused", "not_audio", "lost"].entries()) {
    await addCall(`C${place}`, 1, state);
  }
  assert.equal(await fetchAtRisk(db, admin), 4);
  const { counts } = await readAtRisk(db, 10);
  assert.deepEqual([counts.all, counts.waiting], [4, 4]);
});

test("the figures of the archive are by campaign and month, and a year ahead less what rules delete", async () => {
  await addArchivedCall("C1", { campaign: "A", days: 10, bytes: 1000 });
  await addArchivedCall("C2", { campaign: "A", days: 20, bytes: 1000 });
  await addArchivedCall("C3", { campaign: "B", at: "2020-02-29T12:00:00Z", bytes: 500 });
  assert.deepEqual(await listByCampaign(db, 5), [
    { name: "A", count: 2, bytes: 2000 },
    { name: "B", count: 1, bytes: 500 },
  ]);
  assert.deepEqual((await listByMonth(db, 9)).at(-1), { name: "2020-02", count: 1, bytes: 500 });
  const free = await measureGrowth(db, []);
  assert.deepEqual([free.bytes, free.added_bytes, free.days, free.ending_bytes], [2500, 2000, 30, 0]);
  assert.equal(Math.round(free.year_bytes), Math.round((2000 * 365) / 30));
  const ruled = await measureGrowth(db, [everything(73, "days")]);
  assert.equal(ruled.ending_bytes, 2500);
  assert.equal(Math.round(ruled.year_bytes), Math.round((2000 * 73) / 30));
});
