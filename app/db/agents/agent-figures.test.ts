import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import pg from "pg";
import { sql } from "slonik";
import { z } from "zod";
import { findTeamFigures, listAgentFigures, listAgentOutcomes } from "#app/db/agents/agent-figures.server.ts";
import { listCampaignFigures } from "#app/db/calls/campaign-figures.server.ts";
import { listSalesOverTime } from "#app/db/calls/sales.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { listDictionary } from "#app/db/dispositions/dispositions.server.ts";
import { countWrongFigures } from "#app/db/figures/figure-upkeep.server.ts";
import { listFigures, listTotals } from "#app/db/figures/figures.server.ts";
import { removeDisposition, saveDisposition, versionOf } from "#app/features/dispositions/change-dictionary.server.ts";
import { foldAllFigures } from "#app/features/figures/fold-all-figures.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

const { url } = await createTestDatabase();
const db = await pool();
const admin = { actor: "Ann", role: "admin", sourceAddress: null } as const;
const at = (text: string) => new Date(`2026-11-${text}-08:00`);
const week = { from: at("16T00:00"), to: at("23T00:00") };

const call = (id: string, agent: string, status: string, more = {}) =>
  receiveDelivery(
    rawDelivery("call", {
      call_id: id,
      agent_name: agent,
      status,
      duration: 60,
      call_date: "2026-11-18 10:07:00",
      ...more,
    }),
  );

const codes = ["SALE", "ni", "A", "odd/one", "NI"];
for (let nth = 0; nth < 20; nth++) await call(`j${nth}`, "Jane Roe", codes[nth % 5] ?? "");
await call("j20", "Jane Roe", "SALE", { call_date: "2026-11-22 23:59:59" });
await call("j21", "Jane Roe", "SALE", { call_date: "2026-11-23 00:00:00" });
await call("test-j", "Jane Roe", "SALE");
await call("b1", "Bob", "", { status: undefined });
await receiveDelivery(rawDelivery("call", { call_id: "nobody", status: "SALE", call_date: "2026-11-18 10:07:00" }));

const figuresOf = async (name: string, isTest?: boolean) =>
  (await listAgentFigures(db, week, { search: name, isTest })).map((row) => [
    row.name,
    row.call_count,
    row.seconds,
    row.reached_count,
    row.sale_count,
  ]);

test("an agent's calls, talk time and conversion are those of the span, folded or not", async () => {
  for (const fold of [async () => 0, foldAllFigures]) {
    await fold();
    assert.deepEqual(await figuresOf("jane", false), [["Jane Roe", 21, 21 * 60, 17, 5]]);
    assert.deepEqual(await figuresOf("JANE"), [["Jane Roe", 22, 22 * 60, 18, 6]]);
    assert.deepEqual(await figuresOf("jane", true), [["Jane Roe", 1, 60, 1, 1]]);
    assert.deepEqual(await figuresOf("bob"), [["Bob", 1, 60, 0, 0]], "a call without a disposition reached nobody");
    assert.deepEqual(
      (await listAgentFigures(db, week, {})).map(({ name }) => name),
      ["Jane Roe", "Bob"],
    );
  }
});

test("dispositions of one agent are counted in any letter case, also those with a slash, and those without any", async () => {
  const outcomesOf = async (name: string) => {
    const [agent] = await listAgentFigures(db, week, { search: name });
    const outcomes = await listAgentOutcomes(db, week, { agentId: agent?.id, isTest: false });
    return outcomes.map(({ code, stage, call_count }) => [code, stage, call_count]);
  };
  assert.deepEqual(await outcomesOf("jane"), [
    ["NI", "lost", 8],
    ["SALE", "converted", 5],
    ["A", "not_contacted", 4],
    ["ODD/ONE", null, 4],
  ]);
  assert.deepEqual(await outcomesOf("bob"), [[null, null, 1]]);
});

test("a change of the dictionary counts at once", async () => {
  await saveDisposition(db, { code: "ODD/ONE", name: "Odd", stage: "converted" }, null, admin);
  assert.deepEqual(await figuresOf("jane", false), [["Jane Roe", 21, 21 * 60, 17, 9]]);
  const added = (await listDictionary(db)).find(({ code }) => code === "ODD/ONE");
  await removeDisposition(db, "ODD/ONE", added ? versionOf(added) : "", admin);
});

test("a call that changes hands or outcome moves with it, and the figures stay what a recount gives", async () => {
  await call("j0", "Bob", "NI");
  assert.deepEqual(await figuresOf("bob"), [["Bob", 2, 120, 1, 0]]);
  assert.deepEqual(await figuresOf("jane", false), [["Jane Roe", 20, 20 * 60, 16, 4]]);
  assert.equal(await countWrongFigures(db), 0);
  await foldAllFigures();
  assert.equal(await countWrongFigures(db), 0);
});

test("by campaign the figures are those of its calls, and together those of the team", async () => {
  const more = { campaign: "Solar" };
  await call("s1", "Jane Roe", "SALE", more);
  await call("s2", "Jane Roe", "NI", { campaign: "Wind" });
  await call("s3", "Bob", "", { ...more, status: undefined });
  const solar = { campaigns: ["Solar"], isTest: false };
  const [jane, bob] = (await listAgentFigures(db, week, solar)).toSorted((a, b) => b.sale_count - a.sale_count);
  assert.deepEqual([jane?.name, jane?.call_count, jane?.sale_count, jane?.reached_count], ["Jane Roe", 1, 1, 1]);
  assert.deepEqual([bob?.name, bob?.call_count, bob?.seconds, bob?.reached_count], ["Bob", 1, 60, 0]);
  const team = await findTeamFigures(db, week, solar);
  assert.deepEqual(
    team,
    { agents: 1, call_count: 1, reached_count: 1, sale_count: 1 },
    "without Bob, who reached nobody",
  );
  const campaigns = (await listCampaignFigures(db, week, false)).map(({ key, calls, sales }) => [key, calls, sales]);
  assert.deepEqual(campaigns.slice(1), [
    ["Solar", 2, 1],
    ["Wind", 1, 0],
  ]);
  await db.query(sql.unsafe`delete from calls where call_id in ('s1', 's2', 's3')`);
});

test("sales over time are those of each part of the span, and add up to the agent's", async () => {
  const days = Array.from({ length: 7 }, (_, day) => ({
    from: new Date(+week.from + day * 86_400_000),
    to: new Date(+week.from + (day + 1) * 86_400_000),
  }));
  const [jane] = await listAgentFigures(db, week, { search: "jane", isTest: false });
  const trend = (await listSalesOverTime(db, days, { isTest: false })).get(jane?.id ?? 0) ?? [];
  assert.deepEqual([trend[2], trend[6]], [(jane?.sale_count ?? 0) - 1, 1]);
  assert.equal(trend.length, 7);
});

test("elsewhere an agent is one figure", async () => {
  const counts = (await listFigures(db, ["agent"], [week])).map(({ key, count }) => [key, count]);
  assert.deepEqual(
    counts,
    (await listTotals(db, ["agent"])).map(({ key, count }) => [key, key === "1" ? count - 1 : count]),
  );
  assert.equal(counts.length, 3);
});

test("the migration counts agents by disposition where no figures were kept, waiting changes too", async () => {
  const client = new pg.Client(url);
  await client.connect();
  await call("before-1", "Bob", "SALE");
  await foldAllFigures();
  await db.query(sql.unsafe`delete from figures where subject = 'agent'`);
  await call("before-2", "Bob", "SALE");
  const old = await db.anyFirst(sql.type(z.object({ key: z.string() }))`
    select key from figures where subject = 'agent' and key like '%/%'`);
  assert.deepEqual(old, [], "or this test would prove nothing");
  await client.query(readFileSync("migrations/010_figure_triggers.sql", "utf8"));
  await client.end();
  assert.equal(await countWrongFigures(db), 0);
  await call("after", "Bob", "SALE");
  assert.deepEqual(await figuresOf("bob"), [["Bob", 5, 300, 4, 3]]);
  assert.equal(await countWrongFigures(db), 0);
});
