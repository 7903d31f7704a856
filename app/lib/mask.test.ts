import assert from "node:assert/strict";
import { test } from "node:test";
import { maskEmail, maskPhone, maskText } from "#app/lib/mask.ts";

test("of a phone the last two digits show, however it is written", () => {
  for (const phone of ["+12135550123", "2135550123", "(213) 555-0123", "1 213 555 0123"]) {
    assert.equal(maskPhone(phone), "+1 ••• ••• ••23");
  }
  assert.equal(maskPhone("+442079460123"), "••• ••• ••23");
  assert.equal(maskPhone("0123"), "•••");
});

test("of an e-mail address the first letter and the end of the domain show", () => {
  assert.equal(maskEmail("ann.lee@example.com"), "a•••@•••.com");
  assert.equal(maskEmail("no address"), "•••");
});

test("what a sentence quotes of a delivery does not show", () => {
  const text = maskText(`Unexpected token, "{"phone":"213…" is not JSON; call (213) 555-0123 or ann@example.com`);
  assert.ok(!/213|ann@|phone/.test(text), text);
  assert.equal(
    maskText("The body is longer than 1048576 bytes.".replace("1048576", "900")),
    "The body is longer than 900 bytes.",
  );
});
