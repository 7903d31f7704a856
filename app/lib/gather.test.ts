import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gather } from "#app/lib/gather.server.ts";

test("the first value is handed on at once, and what follows together, each value once", async () => {
  const handed: string[][] = [];
  const awake = setInterval(() => {}, 1000); // gather's own timer keeps no process alive
  const two = Promise.withResolvers<void>();
  const add = gather<string>(20, async (values) => {
    handed.push(values);
    if (handed.length === 2) two.resolve();
  });
  for (const value of ["a", "b", "c", "b"]) add(value);
  assert.deepEqual(handed, [["a"]]);
  await two.promise;
  clearInterval(awake);
  assert.deepEqual(handed, [["a"], ["b", "c"]]);
});

test("nothing is handed on while the hand-over before is under way", async () => {
  const handed: number[] = [];
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const add = gather<number>(1, async ([value = 0]) => {
    handed.push(value);
    if (value === 1) await first.promise;
    else second.resolve();
  });
  add(1);
  add(2);
  await sleep(50);
  assert.deepEqual(handed, [1]);
  first.resolve();
  await second.promise;
  assert.deepEqual(handed, [1, 2]);
});
