import assert from "node:assert/strict";
import { test } from "node:test";
import { findGap } from "#app/lib/find-gap.ts";

/** Each letter a call: w without, o with. */
const calls = (letters: string) => [...letters].map((letter) => ({ calls: 1, without: letter === "w" ? 1 : 0 }));
const day = (calls: number, without: number) => ({ calls, without });

test("a gap begins with the first call of those that mostly lack it, odd ones aside", () => {
  assert.equal(findGap(calls("oooooowwwwowww")), 6);
  assert.equal(findGap(calls("oowooooooowwwwww")), 10);
  assert.equal(findGap(calls("wwwwww")), 0);
  assert.equal(findGap(calls("wwoooooo")), 8);
  assert.equal(findGap([]), 0);
});

test("an earlier gap that was over is another one", () => {
  assert.equal(findGap([day(900, 0), day(3000, 3000), day(900, 10), day(900, 0), day(500, 450)]), 4);
  assert.equal(findGap(calls(`${"w".repeat(200)}${"o".repeat(60)}www`)), 260);
});
