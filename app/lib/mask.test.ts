import assert from "node:assert/strict";
import { test } from "node:test";
import { maskEmail, maskLabel, maskPhone, maskText } from "#app/lib/mask.ts";

test("a masked phone shows its last two digits, however it is written", () => {
  for (const phone of ["+12135550123", "2135550123", "(213) 555-0123", "1 213 555 0123"]) {
    assert.equal(maskPhone(phone), "+1 ••• ••• ••23");
  }
  assert.equal(maskPhone("+442079460123"), "••• ••• ••23");
  assert.equal(maskPhone("0123"), "•••");
});

test("a masked e-mail address shows its first letter and the end of the domain", () => {
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

test("a phone or address in a label is masked in any script and with any marks, and other labels stay", () => {
  const phones =
    "239 / 555 / 0134|239–555–0134|٢٣٩٥٥٥٠١٣٤|２３９５５５０１３４|239_555_0134|239,555,0134|239\u200b555\u200b0134|239*555*0134";
  for (const phone of phones.split("|")) {
    for (const mask of [maskLabel, maskText]) assert.equal(mask(`Ann ${phone}`), "Ann +1 ••• ••• ••34", phone);
  }
  for (const email of ["ann@example.com", "ann＠example.com", "ann%40example.com", "ann&#64;example.com"]) {
    for (const mask of [maskLabel, maskText]) assert.doesNotMatch(mask(email), /ann|example/, email);
  }
  for (const label of ["2026-11-29 – 2", "Ann – 65+", "José O’Brien", "Nov 28, 2026 14:00–15:00"])
    assert.equal(maskLabel(label), label);
});
