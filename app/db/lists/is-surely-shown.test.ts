import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { isSurelyShown } from "#app/db/lists/is-surely-shown.server.ts";
import { maskLabel } from "#app/lib/mask.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();

const Label = z.object({ label: z.string(), is_shown: z.boolean() });
async function shownOf(labels: readonly string[]): Promise<string[]> {
  const rows = await db.any(sql.type(Label)`
    select label, ${isSurelyShown(sql.fragment`label`)} as is_shown from unnest(${sql.array([...labels], "text")}) as label`);
  return rows.filter(({ is_shown }) => is_shown).map(({ label }) => label);
}

test("names, codes, dates and short numbers are shown, in any script", async () => {
  const labels = [
    "Jane Roe",
    "A7",
    "Solar 2026-01-05",
    "AT&T 100%",
    "Анна Иванова",
    "太陽光 12",
    "List 1007",
    "O’Neil",
  ];
  assert.deepEqual(
    labels.filter((label) => maskLabel(label) !== label),
    [],
  );
  assert.deepEqual(await shownOf(labels), labels);
});

test("no label that is masked counts as shown, whatever its digits, marks and spelling", async () => {
  const pieces = [
    ..."0123456789".repeat(4),
    ..."٢١٣۵５𝟝५-–.  ()+:/_xé日б\u00a0\u2003\u2066\u200b\u00ad@＠﹫",
    ..."555 0123|213|%40|%2540|&#64;|&#x40;|&commat;|.com|ann|example".split("|"),
  ];
  let seed = 1;
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const labels = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 3 + next(14) }, () => pieces[next(pieces.length)]).join(""),
  );
  const masked = labels.filter((label) => maskLabel(label) !== label);
  assert.ok(masked.length > 1_000 && masked.length < labels.length - 1_000, String(masked.length));
  assert.deepEqual(await shownOf(masked), []);
});
