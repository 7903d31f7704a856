import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();

/** Whether the pattern finds it, for PostgreSQL and for JavaScript, which must agree. */
async function finds(phone: string, text: string): Promise<boolean> {
  const pattern = phoneSpellings(phone)?.pattern ?? assert.fail("no phone number");
  const inPostgres = await db.oneFirst(sql.type(z.object({ found: z.boolean() }))`
    select encode(${sql.binary(Buffer.from(text))}, 'escape') ~ ${pattern} as found`);
  assert.equal(new RegExp(pattern).test(text), inPostgres, `the two engines differ about ${text}`);
  return inPostgres;
}

const SPELLINGS = [
  '{"phone_number":"2135550123"}',
  '{"phone_number":2135550123,"phone_code":1}',
  '{"phone":"+1 (213) 555-0123"}',
  '{"phone":"1-213-555-0123"}',
  '{"phone":"213.555.0123"}',
  '{"phone":"\\u002b1213\\u00205550123"}',
  '{"phone":"\\u0028213\\u0029 555-0123"}',
  "phone_number=2135550123&first_name=Ann",
  "phone=%28213%29+555-0123",
  "phone=%2B12135550123",
  "phone=%252B1%2520213%2520555%25200123",
  "params=%7B%22phone%22%3A%22%28213%29%20555-0123%22%7D",
  "called 2 213 555 0123 twice",
  "tel:0012135550123",
  "é2135550123",
];
for (const text of SPELLINGS) {
  test(`a number is found in ${text}`, async () => {
    for (const phone of ["2135550123", "+1 (213) 555-0123", "1.213.555.0123"])
      assert.equal(await finds(phone, text), true);
  });
}

for (const text of ["92135550123", "21355501234", "213555012", "3105550123", "2135550124", "+44 213 5550 124"]) {
  test(`another number is not: ${text}`, async () =>
    assert.equal(await finds("2135550123", `{"phone":"${text}"}`), false));
}

test("a number of another country is found with its code, and with its trunk zero", async () => {
  for (const text of ["+44 20 7946 0123", "020 7946 0123", "00442079460123", "%2B44%2020%207946%200123"]) {
    assert.equal(await finds("+442079460123", text), true);
  }
});

test("a local number is found alone, and never as the end of somebody else's", async () => {
  assert.equal(await finds("555-0123", '{"phone":"555-0123"}'), true);
  assert.equal(await finds("555-0123", "phone=5550123"), true);
  for (const other of ["213-555-0123", "(213) 555-0123", "2135550123"]) {
    assert.equal(await finds("555-0123", `{"phone":"${other}"}`), false);
  }
});

test("too few digits are no phone number", () => assert.equal(phoneSpellings("ext. 12345"), null));
