import assert from "node:assert/strict";
import { test } from "node:test";
import { PAGE_SIZE, toPage } from "#app/db/lists/page.server.ts";

const rows = (from: number, count: number, step: 1 | -1) => Array.from({ length: count }, (_, at) => from + at * step);
const cut = (found: number[], asked: { before?: string; after?: string }) => {
  const page = toPage(found, asked, String);
  return { first: page.rows.at(0), count: page.rows.length, newer: page.newer, older: page.older };
};

test("the newest page leads to older rows only", () => {
  assert.deepEqual(cut(rows(200, PAGE_SIZE + 1, -1), {}), { first: 200, count: PAGE_SIZE, newer: null, older: "151" });
});

test("a page in the middle leads both ways", () => {
  const middle = { first: 150, count: PAGE_SIZE, newer: "150", older: "101" };
  assert.deepEqual(cut(rows(150, PAGE_SIZE + 1, -1), { before: "151" }), middle);
  assert.deepEqual(cut(rows(101, PAGE_SIZE + 1, 1), { after: "100" }), middle);
});

test("the oldest page leads to newer rows only", () => {
  assert.deepEqual(cut(rows(3, 3, -1), { before: "4" }), { first: 3, count: 3, newer: "3", older: null });
});

test("coming back to the newest rows ends the way to newer ones", () => {
  assert.deepEqual(cut(rows(151, PAGE_SIZE, 1), { after: "150" }), {
    first: 200,
    count: PAGE_SIZE,
    newer: null,
    older: "151",
  });
});

test("an empty page leads nowhere", () => {
  assert.deepEqual(cut([], { before: "1" }), { first: undefined, count: 0, newer: null, older: null });
});
