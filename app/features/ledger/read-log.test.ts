import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ClockSpan } from "#app/convoso/account-hours.server.ts";
import { convosoFailure } from "#app/convoso/convoso-failure.server.ts";
import type { LogPageAnswer, LogRow } from "#app/convoso/log-page.server.ts";
import { type AskPage, readLog } from "#app/features/ledger/read-log.server.ts";

const HOUR: ClockSpan = { from: "2026-11-20 14:00:00", to: "2026-11-20 14:59:59" };
const all = { asked: HOUR, kept: HOUR };
const clock = (second: number) =>
  new Date(Date.UTC(2026, 10, 20, 14) + second * 1000).toISOString().slice(0, 19).replace("T", " ");
const row = (id: number, second: number) =>
  ({ id: String(id), callDate: clock(second), callLength: 0, body: () => Buffer.from("") }) as unknown as LogRow;
const spread = (count: number, within = 3600) =>
  Array.from({ length: count }, (_, index) => row(index, Math.floor((index * within) / count)));

/** A log with these rows, which gives at most `mostRows` a page and may spoil an answer. */
function logOf(
  rows: readonly LogRow[],
  mostRows = 500,
  spoil = (answer: LogPageAnswer, _nth: number) => answer,
): AskPage {
  let nth = 0;
  return async ({ from, to }, offset) => {
    assert.ok(offset <= 40_000, "an offset that Convoso refuses");
    const found = rows.filter(({ callDate }) => (callDate ?? "") >= from && (callDate ?? "") <= to);
    const shown = found.slice(offset, offset + mostRows);
    return spoil({ ok: true, rows: shown, count: shown.length, total: found.length }, nth++);
  };
}

async function rowsOf(ask: AskPage): Promise<LogRow[]> {
  const read = await readLog(all, ask);
  assert.ok(read.ok);
  return read.rows;
}

const idsOf = (rows: readonly LogRow[]) => rows.map(({ id }) => id).sort();

test("every call of an hour is read once, however many there are and however short the pages", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(3000),
      fc.integer({ min: 20, max: 700 }),
      fc.integer({ min: 1, max: 3600 }),
      async (count, mostRows, within) => {
        const rows = spread(count, within);
        const read = await readLog(all, logOf(rows, mostRows));
        assert.ok(read.ok);
        assert.deepEqual(idsOf(read.rows), idsOf(rows));
      },
    ),
    { numRuns: 60 },
  );
});

test("an hour of few calls takes one question, and one of many is halved", async () => {
  assert.equal((await readLog(all, logOf(spread(401)))).questions, 1);
  assert.equal((await readLog(all, logOf([]))).questions, 1);
  assert.equal((await readLog(all, logOf(spread(1200)))).questions, 3);
  const deep: number[] = [];
  const log = logOf(spread(9000));
  const read = await readLog(all, (span, offset) => {
    deep.push(offset);
    return log(span, offset);
  });
  assert.ok(read.ok && read.rows.length === 9000);
  assert.ok(Math.max(...deep) < 2000);
});

test("a total that moves means that the hour is read again", async () => {
  const rows = spread(900);
  const moving = logOf(rows, 500, (answer, nth) => (answer.ok && nth === 1 ? { ...answer, total: 901 } : answer));
  const read = await readLog(all, moving);
  assert.ok(read.ok);
  assert.deepEqual([read.rows.length, read.questions], [900, 4]);
  const never = logOf(rows, 500, (answer, nth) => (answer.ok ? { ...answer, total: 900 + nth } : answer));
  const failed = await readLog(all, never);
  assert.ok(!failed.ok && failed.answer === "could not ask" && failed.failure.kind === "changing");
});

test("a row that comes twice hides another one, so the hour is read again", async () => {
  const rows = spread(900);
  const shifted = logOf(rows, 500, (answer, nth) =>
    answer.ok && nth === 1 ? { ...answer, rows: [rows[499] as LogRow, ...answer.rows.slice(0, -1)] } : answer,
  );
  const read = await readLog(all, shifted);
  assert.ok(read.ok);
  assert.deepEqual(idsOf(read.rows), idsOf(rows));
  const twins = [...spread(10), row(3, 11)];
  const stable = await readLog(all, logOf(twins));
  assert.ok(stable.ok && stable.rows.length === 10, "a log that has a call twice, and says so each time, is believed");
});

test("a total that is too small hides no call: a page that may be cut off is followed by the next", async () => {
  const rows = spread(1200);
  for (const mostRows of [500, 100, 25]) {
    const lying = logOf(rows, mostRows, (answer) => (answer.ok ? { ...answer, total: answer.count } : answer));
    const read = await readLog(all, lying);
    assert.ok(!read.ok || read.rows.length === 1200);
    const small = logOf(rows, mostRows, (answer) => (answer.ok ? { ...answer, total: 3 } : answer));
    assert.equal((await rowsOf(small)).length, 1200);
  }
});

test("an hour of which Convoso says that it has more calls than it gives is not comparable", async () => {
  for (const [given, stated] of [
    [300, 1000],
    [0, 12],
    [300, 1_000_000],
    [2500, 2600],
  ] as const) {
    const rows = spread(given);
    const read = await readLog(
      all,
      logOf(rows, 500, (answer) => (answer.ok ? { ...answer, total: stated } : answer)),
    );
    assert.ok(!read.ok && read.answer === "not comparable", `${given} of ${stated}`);
    assert.ok(read.questions < 100, `${read.questions} questions`);
  }
});

test("rows that move between two pages, or an offset that is not read, are never taken for all", async () => {
  const rows = spread(1000);
  let nth = 0;
  // One row before the end of the first page goes, and another one comes at the end: the total stays.
  const moving: AskPage = async (_span, offset) => {
    const now = nth++ === 0 ? rows : [...rows.filter(({ id }) => id !== "3"), row(5000, 3599)];
    const shown = now.slice(offset, offset + 500);
    return { ok: true, rows: shown, count: shown.length, total: 1000 };
  };
  const ids = (await rowsOf(moving)).map(({ id }) => id);
  assert.ok(ids.includes("500") && ids.includes("5000") && !ids.includes("3"));
  for (const total of [1000, null]) {
    const deaf: AskPage = async () => ({ ok: true, rows: rows.slice(0, 500), count: 500, total });
    assert.equal((await readLog(all, deaf)).ok, false);
  }
});

test("calls without a time are not compared, since they may be of any hour", async () => {
  const read = await readLog(all, async () => ({
    ok: true,
    rows: [{ ...row(1, 5), callDate: null }],
    count: 1,
    total: 1,
  }));
  assert.ok(!read.ok && read.answer === "not comparable" && /without a time/.test(read.reason));
});

test("calls of other times, or without an id, are not compared", async () => {
  const strangers = logOf([], 500, () => ({ ok: true, rows: [row(1, -7200)], count: 1, total: 1 }));
  const read = await readLog(all, strangers);
  assert.ok(
    !read.ok && read.answer === "not comparable" && /other times, such as 2026-11-20 12:00:00/.test(read.reason),
  );
  const late = { ...row(1, 3700), callLength: 120 };
  assert.ok(
    (await readLog(all, async () => ({ ok: true, rows: [late], count: 1, total: 1 }))).ok,
    "its time may be its end",
  );
  const nameless = await readLog(all, async () => ({ ok: true, rows: [], count: 1, total: 1 }));
  assert.ok(!nameless.ok && nameless.answer === "not comparable");
});

test("a failure in the middle is told as it came", async () => {
  const failure = convosoFailure("rate-limited", null, { status: 429, retryAfterSeconds: 7 });
  const read = await readLog(
    all,
    logOf(spread(900), 500, (answer, nth) => (nth === 1 ? { ok: false, failure } : answer)),
  );
  assert.deepEqual(read, { ok: false, questions: 2, answer: "could not ask", failure });
});

test("without a total it is read until nothing comes", async () => {
  const log = logOf(spread(700), 300, (answer) => (answer.ok ? { ...answer, total: null } : answer));
  const read = await readLog(all, log);
  assert.ok(read.ok && read.rows.length === 700 && read.questions === 4);
});
