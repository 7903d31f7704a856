import assert from "node:assert/strict";
import { test } from "node:test";
import { isNeverKept, KEPT, wishOf } from "./kept-form.ts";

test("a button of a kept form wins over the hidden field that says it was filled in", () => {
  const form = new FormData();
  assert.equal(wishOf(form), null);
  form.append(KEPT.wish, "filled");
  assert.equal(wishOf(form), "filled");
  form.append(KEPT.wish, "fill");
  assert.equal(wishOf(form), "fill");
});

test("passwords and files are never kept", () => {
  for (const field of [
    ["password", "x"],
    ["newPassword", ""],
    ["method", "password"],
    ["file", new File([], "a.csv")],
  ] as [string, FormDataEntryValue][]) {
    assert.equal(isNeverKept(field), true, field[0]);
  }
  assert.equal(isNeverKept(["note", "call back"]), false);
});
