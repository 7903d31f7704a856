import assert from "node:assert/strict";
import { test } from "node:test";
import { together } from "#app/lib/together.server.ts";

test("what is asked for while a call is under way is done by the next one, and everybody gets their own answer", async () => {
  const calls: number[][] = [];
  const gates: (() => void)[] = [];
  const double = together(3, async (values: number[]) => {
    calls.push(values);
    await new Promise<void>((resolve) => gates.push(resolve));
    return values.map((value) => value * 2);
  });
  const first = [double(1), double(2)];
  await new Promise(setImmediate);
  const later = [3, 4, 5, 6].map(double);
  assert.deepEqual(calls, [[1, 2]], "a second call waits for the first");
  for (let opened = 0; opened < 3; opened++) {
    gates[opened]?.();
    await new Promise(setImmediate);
  }
  assert.deepEqual(await Promise.all([...first, ...later]), [2, 4, 6, 8, 10, 12]);
  assert.deepEqual(calls, [[1, 2], [3, 4, 5], [6]]);
});

test("one that cannot be done fails alone", async () => {
  const tried: number[][] = [];
  const half = together(10, async (values: number[]) => {
    tried.push(values);
    if (values.some((value) => value % 2)) throw new RangeError("odd");
    return values.map((value) => value / 2);
  });
  const answers = await Promise.allSettled([2, 3, 4].map(half));
  assert.deepEqual(
    answers.map((answer) => (answer.status === "fulfilled" ? answer.value : answer.reason.message)),
    [1, "odd", 2],
  );
  assert.deepEqual(tried, [[2, 3, 4], [2], [3], [4]]);
  assert.equal(await half(6), 3);
});
