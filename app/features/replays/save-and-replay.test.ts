import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { saveAndReplay } from "#app/features/replays/save-and-replay.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { receive } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
const admin = { actor: "ada@example.com", role: "admin", sourceAddress: null } as unknown as Admin;
const queries = () => db.anyFirst(sql.type(z.object({ query: z.string() }))`select query from replays order by id`);

test("a map that changes many keys replays the deliveries of each, and nothing for one that no delivery has", async () => {
  const keys = Array.from({ length: 12 }, (_, index) => `Answer no ${String.fromCharCode(97 + index)}`);
  await receive("lead", { lead_id: "L1", ...Object.fromEntries(keys.map((key) => [key, "239-555-0142"])) });
  const map = [...keys, "Never sent"].map((key) => ({ key, field: "phoneNumber" }));
  const { saved, replay } = await saveAndReplay(db, { endpoint: "lead", map, note: null }, 0, admin);
  assert.deepEqual(saved, { version: 1 });
  assert.equal(typeof replay, "number");
  const asked = (await queries()).map((query) => new URLSearchParams(query).get("search"));
  assert.deepEqual(asked, keys.map((key) => `"${key}"`)); // biome-ignore format: short
});
