import assert from "node:assert/strict";
import { test } from "node:test";
import { togetherOrAlone } from "#app/lib/together-or-alone.server.ts";

const working = (bad: number[]) => {
  const asked: number[][] = [];
  const work = async (items: readonly number[]) => {
    asked.push([...items]);
    if (items.some((item) => bad.includes(item))) throw new Error(`bad: ${items}`);
    return items.map((item) => item * 10);
  };
  return { asked, work };
};
const onFailure = { isFatal: () => false, instead: (item: number) => -item };

test("items that do no harm are worked on at once", async () => {
  const { asked, work } = working([]);
  assert.deepEqual(await togetherOrAlone([1, 2, 3], work, onFailure), [10, 20, 30]);
  assert.deepEqual(asked, [[1, 2, 3]]);
  assert.deepEqual(await togetherOrAlone([], work, onFailure), []);
});

test("a bad item fails alone, and the others keep their order", async () => {
  const { asked, work } = working([2]);
  assert.deepEqual(await togetherOrAlone([1, 2, 3], work, onFailure), [10, -2, 30]);
  assert.deepEqual(asked, [[1, 2, 3], [1], [2], [3]]);
});

test("a fatal failure ends everything at once", async () => {
  const { asked, work } = working([2]);
  await assert.rejects(togetherOrAlone([1, 2], work, { ...onFailure, isFatal: () => true }), /bad: 1,2/);
  assert.deepEqual(asked, [[1, 2]]);
});
