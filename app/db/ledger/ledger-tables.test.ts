import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import {
  countDifferences,
  differencesToExport,
  findDifference,
  listDifferences,
} from "#app/db/ledger/differences.server.ts";
import {
  acceptRows,
  holdFixable,
  listAutomaticFixes,
  reopenRows,
  saveAppliedFixes,
} from "#app/db/ledger/fixable-differences.server.ts";
import { type FoundDifference, saveComparison } from "#app/db/ledger/save-differences.server.ts";
import { findDueWindow, findEdges, insertWindows, saveWindowAnswer } from "#app/db/ledger/window-queue.server.ts";
import { findLedgerSummary, findWindow, listWindows } from "#app/db/ledger/windows.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const NOON = Date.parse("2026-11-20T20:00:00Z");
const hour = (nth: number) => new Date(NOON + nth * 3_600_000);
const windowAt = (nth: number, nextAskAt = hour(nth + 1)) => ({
  startsAt: hour(nth),
  endsAt: hour(nth + 1),
  nextAskAt,
});
const body = Buffer.from('{"id":"7"}');
const missing = (callId: string, more: Partial<FoundDifference> = {}): FoundDifference => ({
  callId,
  kind: "missing_here",
  occurredAt: hour(0),
  fields: [{ field: "disposition", there: "SALE", here: null }],
  body,
  isAutomatic: true,
  ...more,
});
const compared = (nth: number, callsThere: number, askedAt = hour(nth + 2)) =>
  saveWindowAnswer(db, { startsAt: hour(nth), askedAt, questions: 1, nextAskAt: null, answer: "compared", callsThere });
const found = (nth: number, all: FoundDifference[], { at = hour(nth + 2), equalCallIds = [] as string[] } = {}) =>
  saveComparison(db, { windowStart: hour(nth), askedAt: at, found: all, equalCallIds });
const stateOf = async (nth: number) => (await findWindow(db, hour(nth)))?.state;

beforeEach(async () => {
  await owner().query(sql.unsafe`truncate ledger_windows, ledger_differences, ledger_fixes cascade`);
});

test("an hour that nobody asked for, one without calls, one that could not be asked, and one that differs look different", async () => {
  await insertWindows(
    db,
    [0, 1, 2, 3, 4].map((nth) => windowAt(nth)),
  );
  assert.equal(await insertWindows(db, [windowAt(0)]), 0, "what is there stays");
  await compared(1, 0);
  const failed = { startsAt: hour(2), askedAt: hour(3), questions: 1, nextAskAt: hour(9), failure: "unauthorized" };
  await saveWindowAnswer(db, { ...failed, answer: "could not ask", reason: "Convoso did not accept the auth token" });
  await compared(3, 10);
  await found(3, [missing("1"), missing("2", { kind: "missing_there", body: null })]);
  await saveWindowAnswer(db, {
    ...failed,
    startsAt: hour(4),
    answer: "not comparable",
    reason: "The filter was ignored.",
  });
  const windows = await listWindows(db, { from: hour(0), to: hour(5) });
  assert.deepEqual(
    windows.map(({ state, calls_there, calls_here, open }) => [state, calls_there, calls_here, open]),
    [["not asked", null, null, 0], ["equal", 0, 0, 0], ["could not ask", null, null, 0], ["differs", 10, 10, 2], ["not comparable", null, null, 0]],
  ); // biome-ignore format: a table
  const summary = await findLedgerSummary(db);
  assert.deepEqual(
    [summary.since, summary.checked_to, summary.missing_here, summary.missing_there, summary.unknown_hours, summary.failing_hours],
    [hour(3), hour(4), 1, 1, 3, 1],
  ); // biome-ignore format: a table
  assert.match(summary.last_reason ?? "", /auth token/);
  await saveWindowAnswer(db, { ...failed, startsAt: hour(3), answer: "could not ask", reason: "HTTP 500" });
  assert.equal(await stateOf(3), "differs", "what is known is not forgotten because Convoso is down");
});

test("the newest window that is due is asked first", async () => {
  await insertWindows(
    db,
    [0, 1, 2].map((nth) => windowAt(nth)),
  );
  assert.deepEqual((await findDueWindow(db, hour(2)))?.startsAt, hour(1));
  assert.equal(await findDueWindow(db, hour(0)), null);
  assert.deepEqual(await findEdges(db), { first: hour(0), last: hour(3) });
});

test("a difference stays accepted until it changes, and is gone when it is found no more", async () => {
  await insertWindows(db, [windowAt(0)]);
  await compared(0, 2);
  await found(0, [missing("1", { isAutomatic: false }), missing("2", { isAutomatic: false })]);
  assert.equal(await acceptRows(db, { filter: { callId: "1" } }, { by: "Ann", note: "A test call" }), 1);
  assert.equal(await stateOf(0), "differs");
  await found(0, [missing("1")], { at: hour(3) });
  assert.equal(await stateOf(0), "accepted");
  const [kept] = (await listDifferences(db, { state: "accepted" })).rows;
  assert.deepEqual(
    [kept?.note, kept?.settled_by, kept?.since, kept?.asked_at],
    ["A test call", "Ann", hour(2), hour(3)],
  );
  assert.deepEqual(await listAutomaticFixes(db, 10), [], "what is accepted is not fixed");
  const fields: FoundDifference["fields"] = [{ field: "disposition", there: "NI", here: null }];
  assert.equal(await found(0, [missing("1", { fields })], { at: hour(4) }), 1);
  assert.deepEqual(
    (await listDifferences(db, { state: "open" })).rows.map(({ note, since }) => [note, since]),
    [[null, hour(4)]],
  );
  await found(0, [], { at: hour(5), equalCallIds: ["1"] });
  assert.equal(await stateOf(0), "equal");
  assert.deepEqual(await countDifferences(db), [{ kind: "missing_here", state: "gone", count: 2 }]);
});

test("a fixed difference that is found again is a new one, with Convoso's newer row", async () => {
  await insertWindows(db, [windowAt(0)]);
  await compared(0, 1);
  await found(0, [missing("1")]);
  const ids = await listAutomaticFixes(db, 10);
  const [held] = await holdFixable(db, ids);
  assert.deepEqual(Buffer.from(held?.body ?? []), body);
  const eventId = "01938000-0000-7000-8000-000000000000";
  await saveAppliedFixes(db, [{ id: held?.id ?? 0, eventId, isFixed: true }], "reconcile");
  assert.equal(await stateOf(0), "equal");
  const fixed = await findDifference(db, held?.id ?? 0);
  assert.deepEqual(
    [fixed?.state, fixed?.event_id, fixed?.settled_by, fixed?.can_fix],
    ["fixed", eventId, "reconcile", false],
  );
  await found(0, [missing("1")], { at: hour(4) });
  const [again] = await holdFixable(db, await listAutomaticFixes(db, 10));
  assert.ok(again && again.id !== held?.id);
  assert.deepEqual(again.askedAt, hour(4));
  await saveAppliedFixes(db, [{ id: again.id, eventId, isFixed: false }], "reconcile");
  assert.deepEqual(await listAutomaticFixes(db, 10), [], "it was applied, and changed nothing");
  assert.equal(await stateOf(0), "differs");
  await acceptRows(db, { filter: {} }, { by: "Ann", note: "" });
  const Line = z.object({ call_id: z.string(), state: z.string(), field: z.string(), there: z.string() });
  assert.deepEqual(
    (await db.any(sql.type(Line)`${differencesToExport({ kind: "missing_here" })}`)).map(({ state, there }) => [state, there]),
    [["accepted", "SALE"], ["fixed", "SALE"]],
  ); // biome-ignore format: a table
  assert.equal(await reopenRows(db, { filter: {} }), 1);
});
