import assert from "node:assert/strict";
import { test } from "node:test";
import { isValidPhoneNumber } from "libphonenumber-js/min";
import { readPhone } from "#app/lib/read-phone.server.ts";

const parsePhone = (text: string, code: string | null = null) => readPhone(text, code).e164;

for (const [text, code, expected] of [
  ["2135550123", null, "+12135550123"],
  ["12135550123", null, "+12135550123"],
  ["+12135550123", null, "+12135550123"],
  ["(213) 555-0123", null, "+12135550123"],
  ["213.555.0123 x12", null, "+12135550123"],
  ["6045550123", null, "+16045550123"],
  ["2135550123", "1", "+12135550123"],
  ["12135550123", "+1", "+12135550123"],
  ["2079460123", "44", "+442079460123"],
  ["02079460123", "0044", "+442079460123"],
  ["442079460123", "44", "+442079460123"],
  ["+12135550123", "44", "+12135550123"],
  ["2135550123", "999", null],
  ["2135550123", "x", "+12135550123"],
  ["555-0123", null, null],
  ["9999999999", null, null],
  ["5555555555", null, null],
  ["1234567890", null, null],
  ["anonymous", null, null],
  ["", null, null],
  ["1".repeat(5000), "1".repeat(5000), null],
] as const) {
  test(`${text.slice(0, 20) || "nothing"} with the code ${code?.slice(0, 5)} is read as ${expected}`, () => {
    assert.equal(parsePhone(text, code), expected);
  });
}

test("of every area code it says the same as the phone library, whichever line it first heard of", () => {
  for (let area = 2000; area <= 9999; area++) {
    for (const line of ["555123", "000000", "999999"]) {
      const phone = `${area}${line}`;
      assert.equal(parsePhone(phone), isValidPhoneNumber(phone, "US") ? `+1${phone}` : null, phone);
    }
  }
});
