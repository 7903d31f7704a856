import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { v7 } from "uuid";
import { pool } from "#app/db/pool.server.ts";
import { exportLeads } from "#app/features/export/export-leads.server.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();

async function insertLeads(leads: { firstName: string; campaign: string; phone?: string }[]) {
  const db = await pool();
  for (const { firstName, campaign, phone } of leads) {
    await db.query(sql.unsafe`
      insert into contacts (match_key, first_name, campaign, phone_e164, created_at, last_event_id)
      values (${v7()}, ${firstName}, ${campaign}, ${phone ?? null}, '2026-07-01T19:00:00Z', ${v7()}::uuid)`);
  }
}

async function exported(search?: string): Promise<string> {
  let text = "";
  for await (const part of exportLeads(await pool(), { search }, "America/Los_Angeles")) text += part;
  return text;
}

test("a cell that a spreadsheet would run is disarmed, a phone is not, and times carry the account's offset", async () => {
  await insertLeads([{ firstName: '=HYPERLINK("https://bad.example")', campaign: "@sum", phone: "+12135550123" }]);
  const line = (await exported("HYPERLINK")).trimEnd().split("\n").at(-1) ?? "";
  assert.ok(line.includes(`"'=HYPERLINK(""https://bad.example"")"`), line);
  assert.ok(line.includes(",'@sum,"), line);
  assert.ok(line.includes(",+12135550123,"), line);
  assert.ok(line.includes(",2026-07-01T12:00:00-07:00,"), line);
});

test("an export runs over every page, each lead once, with one line of names", async () => {
  const db = await pool();
  await db.query(sql.unsafe`
    insert into contacts (match_key, first_name, campaign, created_at, last_event_id)
    select 'many:' || n, 'Many', 'Bulk', now(), ${v7()}::uuid from generate_series(1, 2100) as n`);
  const lines = (await exported("Many")).trimEnd().split("\n");
  assert.equal(lines.length, 1 + 2100);
  assert.equal(new Set(lines).size, lines.length);
  assert.match(lines[0] ?? "", /^\uFEFFid,lead_id,first_name/);
});
