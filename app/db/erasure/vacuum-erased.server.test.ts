import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { z } from "zod";
import { SEARCHED } from "#app/db/erasure/search-rows.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { erase } from "#test/erasing.ts";
import { receive } from "#test/receiving.ts";

await createTestDatabase();

/** The tables that somebody vacuumed, as PostgreSQL counts: it tells a moment later. */
async function vacuumed(): Promise<readonly string[]> {
  const Table = z.object({ name: z.string() });
  return owner().anyFirst(sql.type(Table)`
    select concat(nullif(schemaname, 'public') || '.', relname) as name
    from pg_stat_user_tables where last_vacuum is not null order by 1`);
}

test("after an erasure the dead rows of every table that was searched are removed, by the portal's own role", async () => {
  await receive("lead", { lead_id: "V1", first_name: "Zenobia", last_name: "Quill", phone_number: "2135550123" });
  assert.deepEqual(await vacuumed(), []);
  assert.equal((await erase()).leads, 1);
  const expected = [...SEARCHED].sort();
  while ((await vacuumed()).length < expected.length) await sleep(50);
  assert.deepEqual([...(await vacuumed())].sort(), expected);
});
