import assert from "node:assert/strict";
import { test } from "node:test";
import { isWholePhone, wholePhoneKeys } from "#app/lib/whole-phone-keys.server.ts";

test("a whole phone has the same key in every notation", () => {
  for (const typed of [
    "2395550142",
    "(239) 555-0142",
    "+1 239.555.0142",
    "tel:+1-239-555-0142;ext=9",
    "２３９５５５０１４２",
  ]) {
    assert.ok(isWholePhone(typed), typed);
    assert.ok(wholePhoneKeys(typed).includes("+12395550142"), typed);
  }
  assert.ok(wholePhoneKeys("0044 20 7946 0018").includes("+442079460018"));
  assert.ok(wholePhoneKeys("9999999999").includes("9999999999"), "one that cannot exist is stored as its digits");
});

test("fewer than ten digits are a part of a phone", () => {
  assert.deepEqual(["555-0142", "239", "call me"].map(isWholePhone), [false, false, false]);
});
