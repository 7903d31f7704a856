import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { contactMatches, contactRows, listContacts, settleSearch } from "#app/db/leads/contacts.server.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const SIZE = 3;

const names = [
  "Ann Lopez",
  "Anna Lopez",
  "Lopez Ann",
  "Ann Lopez-Diaz",
  "Ann Lopezino",
  "ANN LOPEZ",
  "Bea Diaz",
  "Beate Diaz",
];
for (const [index, name] of names.entries()) {
  const [first = "", ...last] = name.split(" ");
  await db.query(sql.unsafe`
    insert into contacts (lead_id, first_name, last_name, campaign, created_at, updated_at, last_event_id)
    values (${`L${index}`}, ${first}, ${last.join(" ")}, ${index < 3 ? "Few" : "Many"}, now() - make_interval(mins => ${index}), now(), gen_random_uuid())`);
}

/** All pages of a search, from the newest to the oldest, and whether they are of whole words. */
async function found(filter: { search: string; campaign?: string }): Promise<[string, boolean]> {
  const ids: (string | null)[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await listContacts(db, filter, { before }, SIZE);
    ids.push(...page.rows.map(({ lead_id }) => lead_id));
    if (page.older === null) return [ids.join(" "), page.isWhole];
    before = page.older;
  }
}

test("several words that more than a page of leads have whole find only those, on every page", async () => {
  assert.deepEqual(await found({ search: "ann lopez" }), ["L0 L2 L3 L5", true]);
  const { rows, older } = await listContacts(db, { search: "ann lopez" }, {}, SIZE);
  assert.equal(rows.length, SIZE);
  const last = await listContacts(db, { search: "ann lopez" }, { before: older ?? "" }, SIZE);
  assert.deepEqual([last.rows.length, last.total, last.isWhole], [1, 4, true]);
  const back = await listContacts(db, { search: "ann lopez" }, { after: last.newer ?? "" }, SIZE);
  assert.deepEqual(back.rows, rows);
  const beyond = await listContacts(db, { search: "ann lopez" }, { before: last.rows[0]?.cursor ?? "" }, SIZE);
  assert.deepEqual([beyond.rows, beyond.isWhole], [[], true]);
});

test("words that no more than a page have whole, one word alone, and words with a star are beginnings", async () => {
  assert.deepEqual(await found({ search: "bea diaz" }), ["L6 L7", false]);
  assert.deepEqual(await found({ search: "an lop" }), ["L0 L1 L2 L3 L4 L5", false]);
  assert.deepEqual(await found({ search: "lopez" }), ["L0 L1 L2 L3 L4 L5", false]);
  assert.deepEqual(await found({ search: "ann* lopez*" }), ["L0 L1 L2 L3 L4 L5", false]);
  assert.deepEqual(await found({ search: "ann lopez", campaign: "Few" }), ["L0 L1 L2", false]);
});

test("an export and a count hold what the list shows", async () => {
  for (const filter of [
    { search: "ann lopez" },
    { search: "bea diaz" },
    { search: "ann lopez", campaign: "Few" },
    {},
  ]) {
    const settled = await settleSearch(db, filter, SIZE);
    const rows = await db.any(sql.type(z.object({ lead_id: z.string() }))`
      select lead_id from (${contactRows(settled)}) as exported`);
    const { rowCount } = await db.query(sql.unsafe`${contactMatches(settled)}`);
    const listed =
      "search" in filter ? (await found(filter as { search: string }))[0].split(" ") : rows.map((row) => row.lead_id);
    assert.deepEqual([rows.map((row) => row.lead_id), rowCount], [listed, listed.length]);
  }
});

test("accents, apostrophes, dashes and blanks make no difference, in what is stored or in what is typed", async () => {
  for (const [index, name] of ["René/O’Connor", "Rene\u0301/O'Connor", "RENE/O Connor", "Rene/OConnor"].entries()) {
    const [first = "", last = ""] = name.split("/");
    await db.query(sql.unsafe`
      insert into contacts (lead_id, first_name, last_name, campaign, created_at, updated_at, last_event_id)
      values (${`M${index}`}, ${first}, ${last}, 'Marks', now() - make_interval(mins => ${index}), now(), gen_random_uuid())`);
  }
  await db.query(sql.unsafe`
    insert into contacts (lead_id, first_name, last_name, campaign, created_at, updated_at, last_event_id)
    values ('M9', 'Ann', ${"Van\u00a0Dyke–Łuk"}, 'Marks', now() - interval '1 hour', now(), gen_random_uuid())`);
  const marks = async (search: string) => (await found({ search, campaign: "Marks" }))[0];
  for (const search of ["rené", "RENE", "rene\u0301", "renè", "ren"])
    assert.equal(await marks(search), "M0 M1 M2 M3", search);
  for (const search of ["o'connor", "O’CONNOR", "o`conn"]) assert.equal(await marks(search), "M0 M1 M2 M3", search);
  assert.equal(await marks("oconnor"), "M0 M1 M3");
  assert.equal(await marks("connor"), "M0 M1 M2");
  for (const search of ["van dyke", "van\u00a0dyke", "dyke-luk", "dyke—łuk"])
    assert.equal(await marks(search), "M9", search);
});
