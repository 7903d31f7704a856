import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { countDifferences, listDifferences } from "#app/db/ledger/differences.server.ts";
import { countFixResults, findFix, listFixes } from "#app/db/ledger/ledger-fixes.server.ts";
import { saveComparison } from "#app/db/ledger/save-differences.server.ts";
import { insertWindows } from "#app/db/ledger/window-queue.server.ts";
import { askAgain, goBack } from "#app/features/ledger/ask-again.server.ts";
import { runFix } from "#app/features/ledger/run-fix.server.ts";
import { acceptDifferences, fixDifference, reopenDifferences } from "#app/features/ledger/settle-differences.server.ts";
import { FIXES, startFix } from "#app/features/ledger/start-fix.server.ts";
import { requeueStrandedRuns, resumeRun, stopRun } from "#app/features/runs/start-run.server.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rows } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
const admin = { actor: "Ann", role: "operator", sourceAddress: null } as const;
const startsAt = new Date("2026-11-20T20:00:00Z");
const endsAt = new Date("2026-11-20T21:00:00Z");

/** Differences of calls that Convoso has and we do not, in the order of their ids. */
async function miss(count: number, from = 1): Promise<number[]> {
  const ids = Array.from({ length: count }, (_, index) => String(from + index));
  await insertWindows(db, [{ startsAt, endsAt, nextAskAt: endsAt }]);
  await saveComparison(db, {
    windowStart: startsAt,
    askedAt: new Date(endsAt.getTime() + from),
    equalCallIds: [],
    found: ids.map((callId) => ({
      callId,
      kind: "missing_here",
      occurredAt: startsAt,
      fields: [{ field: "disposition", there: "SALE", here: null }],
      body: Buffer.from(
        JSON.stringify({
          id: callId,
          lead_id: `9${callId}`,
          status: "SALE",
          call_length: "60",
          call_date: "2026-11-20 12:01:00",
        }),
      ),
      isAutomatic: false,
    })),
  });
  const { rows: found } = await listDifferences(db, { state: "open" });
  return found.map(({ id }) => id).sort((a, b) => a - b);
}

const resultsOf = async (id: number) =>
  Object.fromEntries((await countFixResults(db, id)).map(({ result, count }) => [result ?? "left", count]));
const Entry = z.object({
  action: z.string(),
  target: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
const audit = () => db.any(sql.type(Entry)`select action, target, details from audit_log order by id`);
const jobs = () =>
  db.anyFirst(sql.type(z.object({ key: z.string() }))`select key from graphile_worker.jobs order by key`);

beforeEach(async () => {
  await emptyTables();
  await emptyAuditLog();
  await owner().query(sql.unsafe`truncate ledger_windows, ledger_differences, ledger_fixes cascade`);
});

test("a fix is about what was open when it started, applies each call once, and says what came of it", async () => {
  const [first, second, third] = (await miss(3)) as [number, number, number];
  const id = await startFix(db, { chosen: { filter: { kind: "missing_here" } }, query: "kind=missing_here" }, admin);
  assert.ok(id !== null);
  assert.equal(await fixDifference(db, first, admin), "fixed");
  assert.equal(await fixDifference(db, first, admin), "settled");
  await db.query(sql.unsafe`update ledger_differences set body = 'not a call' where id = ${third}`);
  assert.equal(await runFix(id), true);
  assert.deepEqual(await resultsOf(id), { settled: 1, fixed: 1, unchanged: 1 });
  assert.equal((await findFix(db, id))?.state, "finished");
  assert.deepEqual(
    (await rows("calls")).map(({ call_id, disposition }) => [call_id, disposition]),
    [
      ["1", "SALE"],
      ["2", "SALE"],
    ],
  );
  const [difference] = (await listDifferences(db, { callId: "2" })).rows;
  assert.deepEqual([difference?.id, difference?.state, difference?.settled_by], [second, "fixed", "Ann"]);
  assert.deepEqual(await audit(), [
    { action: "fix differences", target: String(id), details: { query: "kind=missing_here", differences: 3 } },
    { action: "fix difference", target: "1", details: { result: "fixed" } },
  ]);
  assert.equal(await startFix(db, { chosen: { ids: [first] }, query: null }, admin), null, "nothing of it is open");
});

test("a fix that is stopped applies no more, and continues with what is left", async () => {
  const ids = await miss(3);
  const id = (await startFix(db, { chosen: { ids }, query: null }, admin)) as number;
  assert.equal(await stopRun(db, FIXES, id, admin), true);
  assert.equal(await runFix(id), true);
  assert.deepEqual(await resultsOf(id), { left: 3 });
  assert.equal(await resumeRun(db, FIXES, id, admin), true);
  assert.equal(await runFix(id, AbortSignal.abort()), false);
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
  await requeueStrandedRuns(FIXES);
  assert.deepEqual(await jobs(), [`fix:${id}`]);
  assert.equal(await runFix(id), true);
  assert.deepEqual(await resultsOf(id), { fixed: 3 });
  assert.equal((await listFixes(db)).rows.length, 1);
});

test("accepted differences stay with their note, and an acceptance can be taken back", async () => {
  const ids = await miss(3);
  assert.equal(await acceptDifferences(db, { chosen: { ids: ids.slice(0, 2) }, query: null }, "Test line", admin), 2);
  assert.deepEqual(await countDifferences(db), [
    { kind: "missing_here", state: "accepted", count: 2 },
    { kind: "missing_here", state: "open", count: 1 },
  ]);
  assert.equal(
    await reopenDifferences(db, { chosen: { filter: { state: "accepted" } }, query: "state=accepted" }, admin),
    2,
  );
  assert.equal(
    await reopenDifferences(db, { chosen: { filter: { state: "accepted" } }, query: "state=accepted" }, admin),
    0,
  );
  assert.deepEqual(
    (await audit()).map(({ action, details }) => [action, details]),
    [
      ["accept differences", { differences: 2 }],
      ["reopen differences", { query: "state=accepted", differences: 2 }],
    ],
  );
});

test("an admin can have hours asked again, and the ledger begin earlier", async () => {
  await miss(1);
  assert.equal(await askAgain(db, { from: startsAt, to: endsAt }, admin), 1);
  assert.ok((await goBack(db, 2, admin)) >= 24);
  assert.equal(await goBack(db, 2, admin), 0, "what is there stays");
  assert.deepEqual(await jobs(), ["check_ledger"]);
  assert.deepEqual(
    (await audit()).map(({ action }) => action),
    ["check the ledger", "check the ledger", "check the ledger"],
  );
});
