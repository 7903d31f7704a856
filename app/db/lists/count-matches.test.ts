import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { callMatches } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { contactMatches } from "#app/db/leads/contacts.server.ts";
import { countMatches, countWith } from "#app/db/lists/count-matches.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";

await createTestDatabase();
const db = await pool();

test("few rows are counted, many are estimated, and a filter that an index serves is counted among many", async () => {
  assert.deepEqual(await countMatches(db, contactMatches({})), { count: 0, isExact: true });
  await db.query(sql.unsafe`
    insert into calls (call_id, campaign, occurred_at, created_at, last_event_id)
    select 'count-' || n, case when n % 20000 = 0 then 'Rare' else 'Usual' end, now() - n * interval '1 second',
      now(),
      gen_random_uuid()
    from generate_series(1, 120000) as n`);
  await owner().query(sql.unsafe`analyze calls`);
  const all = await countMatches(db, callMatches({}));
  assert.equal(all.isExact, false);
  assert.ok(all.count > 110_000 && all.count < 130_000, String(all.count));
  assert.deepEqual(await countMatches(db, callMatches({ campaign: "Rare" })), { count: 6, isExact: true });
  const fewOfMany = sql.fragment`select from calls where length(call_id) = 7`;
  assert.deepEqual(await countMatches(db, fewOfMany), { count: 9, isExact: true });
});

test("where the planner knows nothing of many rows, counting ends", async () => {
  const rows = sql.fragment`select 1 from generate_series(1, 100) as a, unnest((select array_agg(n) from generate_series(1, 2000) as n)) as b`;
  assert.deepEqual(await countMatches(db, rows), { count: 100_000, isExact: false });
});

test("a list that is on one page has as many rows as that shows, and one of several pages as many as were counted", () => {
  const estimate = { count: 290_000, isExact: false };
  const whole = { rows: [1, 2], newer: null, older: null };
  assert.deepEqual(countWith(whole, {}, estimate), { count: 2, isExact: true });
  assert.deepEqual(countWith({ ...whole, older: "1" }, {}, estimate), estimate);
  assert.deepEqual(countWith({ ...whole, rows: [] }, { before: "1" }, estimate), estimate);
});
