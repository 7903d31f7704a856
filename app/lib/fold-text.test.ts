import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { foldText } from "#app/lib/fold-text.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const folded = (text: string) => db.oneFirst(sql.type(z.object({ fold_text: z.string() }))`select fold_text(${text})`);

test("letter case, accents, apostrophes, dashes, blanks and invisible characters make no difference", () => {
  for (const [left, right] of [
    ["O’Connor", "o'connor"],
    ["O`CONNOR", "o´connor"],
    ["René", "RENE\u0301"],
    ["Ann\u00a0Lopez", "ann lopez"],
    ["Jos\u200bé", "jose"],
    ["Łukasz Groß", "lukasz gross"],
    ["ＡＮＮ", "ann"],
    ["Jean–Luc", "jean-luc"],
    ["İnci Yıldız", "inci yildiz"],
    ["ΣΟΦΟΣ", "σοφος"],
  ] as const) {
    assert.equal(foldText(left), foldText(right), left);
  }
  assert.notEqual(foldText("Anna"), foldText("Ann"));
});

test("PostgreSQL folds any text to the same", async () => {
  const letters = fc.string({
    unit: fc.oneof(
      fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }),
      fc.constantFrom(..."éÉñÑüßẞæŒøŁđıİςΣσ’‘`´′–—\u00a0\u3000\u200b\ufeff\u0301ａＺ９東Яжא"),
      fc.integer({ min: 0xa0, max: 0x17f }).map((code) => String.fromCodePoint(code)),
    ),
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(letters, async (text) => assert.equal(await folded(text), foldText(text))),
    { numRuns: 400 },
  );
});
