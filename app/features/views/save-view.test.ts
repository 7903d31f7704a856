import assert from "node:assert/strict";
import { test } from "node:test";
import { pool } from "#app/db/connection/pool.server.ts";
import { listShownViews } from "#app/features/views/list-shown-views.server.ts";
import { saveView } from "#app/features/views/save-view.server.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const operator = { actor: "olga@example.com", role: "operator" as const, sourceAddress: null };
const viewer = { ...operator, actor: "vic@example.com", role: "viewer" as const };

test("nothing of a person is shared with a view, neither in its name nor in other digits", async () => {
  const share = (name: string, query: string) => saveView(db, { list: "calls", name, query, shared: "yes" }, operator);
  assert.match((await share("Ann 213-555-0178", "disposition=SALE")) ?? "", /in its name/);
  assert.match((await share("ann@example.com", "disposition=SALE")) ?? "", /in its name/);
  for (const search of ["213 555 0178", "٢١٣٥٥٥٠١٧٨", "２１３５５５０１７８", "ann＠example.com"]) {
    assert.match((await share("Ann", new URLSearchParams({ search }).toString())) ?? "", /cannot be shared/, search);
  }
  assert.equal(await share("Sales since 2026-01-05", "disposition=SALE"), null);
  const seen = await listShownViews(db, "calls", viewer);
  assert.deepEqual(
    seen.map(({ name }) => name),
    ["Sales since 2026-01-05"],
  );
});
