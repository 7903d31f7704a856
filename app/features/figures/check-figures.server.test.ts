import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import fc from "fast-check";
import pg from "pg";
import { sql } from "slonik";
import { z } from "zod";
import { listAgentFigures } from "#app/db/agents/agent-figures.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { deleteTestData } from "#app/db/erasure/test-data.server.ts";
import { countWrongFigures, foldFigures } from "#app/db/figures/figure-upkeep.server.ts";
import { listFigures, listTotals } from "#app/db/figures/figures.server.ts";
import { erasePlanned } from "#app/features/erasure/erase-found.server.ts";
import { findPerson } from "#app/features/erasure/find-person.server.ts";
import { planErasure } from "#app/features/erasure/plan-erasure.server.ts";
import { checkFigures } from "#app/features/figures/check-figures.server.ts";
import { foldAllFigures } from "#app/features/figures/fold-all-figures.server.ts";
import { applyRetention } from "#app/features/retention/apply-retention.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

const { url } = await createTestDatabase();
const db = await pool();

beforeEach(async () => {
  await emptyTables();
});

const call = (id: string, fields: object = {}) =>
  receiveDelivery(rawDelivery("call", { call_id: id, call_date: "2026-11-20 10:07:00", ...fields }));
const totals = async () =>
  (await listTotals(db, ["call", "campaign", "disposition", "lead"])).map(
    ({ subject, key, count, seconds, recordings }) => [subject, key, count, seconds, recordings],
  );
const Count = z.object({ count: z.number() });
const waiting = () => db.oneFirst(sql.type(Count)`select count(*) from figure_deltas`);

test("a change is in the figures as soon as it is stored, folded or not", async () => {
  await call("1", { campaign: "Solar", disposition: "sale", duration: 90 });
  const expected = [
    ["call", "", 1, 90, 0],
    ["campaign", "Solar", 1, 90, 0],
    ["disposition", "SALE", 1, 90, 0],
  ];
  assert.deepEqual(await totals(), expected);
  assert.ok((await waiting()) > 0);
  await foldAllFigures();
  assert.deepEqual([await waiting(), await totals()], [0, expected]);
  await call("1", {
    campaign: "Solar",
    disposition: "NI",
    duration: 100,
    recording_url: "https://x.convoso.com/1.mp3",
  });
  assert.deepEqual(await totals(), [
    ["call", "", 1, 100, 1],
    ["campaign", "Solar", 1, 100, 1],
    ["disposition", "NI", 1, 100, 1],
  ]);
  assert.equal(await checkFigures(), 0);
});

test("a statement that changes nothing that is counted notes nothing", async () => {
  await call("1");
  await foldAllFigures();
  await db.query(sql.unsafe`update calls set agent_comment = 'hm'`);
  await db.query(sql.unsafe`update call_events set body = null`);
  assert.equal(await waiting(), 0);
});

test("spans are cut where they were asked to be, whole days and their edges alike", async () => {
  for (const [index, time] of ["19 23:59:59", "20 00:00:00", "21 23:59:59", "22 00:00:00", "23 00:14:59"].entries()) {
    await call(`${index}`, { call_date: `2026-11-${time}`, campaign: "Solar" });
  }
  const at = (text: string) => new Date(`2026-11-${text}-08:00`);
  const spans = [
    { from: at("20T00:00"), to: at("22T00:00") },
    { from: at("22T00:00"), to: at("23T00:15") },
    { from: at("23T00:15"), to: at("24T00:00") },
  ];
  const counts = async () =>
    (await listFigures(db, ["call", "campaign"], spans)).map(({ bar, subject, count }) => [bar, subject, count]);
  const expected = [
    [0, "call", 2],
    [0, "campaign", 2],
    [1, "call", 2],
    [1, "campaign", 2],
  ];
  assert.deepEqual(await counts(), expected);
  await foldAllFigures();
  assert.deepEqual(await counts(), expected);
  assert.deepEqual(await listFigures(db, ["call"], spans, true), []);
});

test("whatever the span, its figures are those of the calls within, also where longer buckets stick out of it", async () => {
  const first = Date.parse("2026-11-01T00:07:00Z");
  const moments = Array.from({ length: 60 }, (_, nth) => new Date(first + nth * 311 * 60_000)); // nearly a fortnight
  await db.query(sql.unsafe`
    insert into agents (id, agent_id, name) overriding system value values (1, '1', 'Ann') on conflict do nothing`);
  await db.query(sql.unsafe`
    insert into calls (call_id, agent_id, disposition, duration_seconds, occurred_at, created_at, last_event_id)
    select at, 1, 'SALE', 1, at::timestamptz, now(), gen_random_uuid()
    from unnest(${sql.array(
      moments.map((at) => at.toISOString()),
      "text",
    )}) as at`);
  await foldAllFigures();
  const quarters = fc
    .integer({ min: -200, max: 1600 })
    .map((nth) => Date.parse("2026-11-01T00:00:00Z") + nth * 900_000);
  const spans = fc.sample(fc.tuple(quarters, quarters), { numRuns: 60, seed: 1 });
  for (const [one, other] of spans) {
    const span = { from: new Date(Math.min(one, other)), to: new Date(Math.max(one, other)) };
    const within = moments.filter((at) => at >= span.from && at < span.to).length;
    const expected = within === 0 ? [] : [within];
    const what = `${span.from.toISOString()} – ${span.to.toISOString()}`;
    for (const subject of ["call", "disposition", "agent"] as const) {
      const figures = await listFigures(db, [subject], [span]);
      assert.deepEqual(
        figures.map(({ count }) => count),
        expected,
        `${subject}, ${what}`,
      );
    }
    const agents = await listAgentFigures(db, span, {});
    assert.deepEqual(
      agents.map(({ seconds }) => seconds),
      expected,
      what,
    );
  }
});

test("whatever happens to rows, at the same time and folded meanwhile, the figures stay what a recount gives", async () => {
  const codes = ["SALE", "NI", "sale", "HU"];
  const deliver = async (worker: number) => {
    for (let nth = 0; nth < 40; nth++) {
      const id = `${nth % 5 === 0 ? "test-" : ""}${(worker * 7 + nth) % 60}`;
      const [disposition, agent] = [codes[nth % 4], `Agent ${nth % 3}`];
      await call(id, { disposition, agent_name: agent, duration: nth, phone_number: `213555010${nth % 10}` });
      if (nth % 4 === 0) await receiveDelivery(rawDelivery("lead", { lead_id: `L${nth}`, phone_number: "2135550150" }));
      if (nth % 9 === 0) await receiveDelivery(rawDelivery("call", "{"));
    }
  };
  let isOver = false;
  const upkeep = async () => {
    while (!isOver) {
      await foldFigures(db, 7);
      assert.equal(await countWrongFigures(db), 0);
    }
  };
  const clear = async () => {
    for (let nth = 0; nth < 8; nth++) {
      await db.transaction((transaction) => deleteTestData(transaction));
      await db.query(sql.unsafe`update call_events set outcome = 'failed' where outcome = 'duplicate'`);
      await db.query(sql.unsafe`delete from agents where name = 'Agent 1'`);
      await db.query(sql.unsafe`update pending_recordings set state = 'gave_up' where state = 'waiting'`);
    }
    await db.transaction(async (transaction) => {
      const known = [{ kind: "phone", value: "2135550103" }] as const;
      const found = await findPerson(transaction, known, (candidates) => new Set(candidates.keys()));
      await erasePlanned(transaction, await planErasure(transaction, found, found.selected), found, []);
    });
    await applyRetention();
  };
  const folding = Promise.all([upkeep(), upkeep()]);
  await Promise.all([...[1, 2, 3, 4].map(deliver), clear()]).finally(() => {
    isOver = true;
  });
  await folding;
  await foldAllFigures();
  assert.equal(await countWrongFigures(db), 0);
  const kept = (await listTotals(db, ["call"])).reduce((sum, { count }) => sum + count, 0);
  assert.equal(kept, await db.oneFirst(sql.type(Count)`select count(*) from calls`));
  assert.ok(kept > 0);
});

test("a fold that is broken off has done nothing, and one that is repeated does nothing twice", async () => {
  await call("1");
  const before = await waiting();
  await assert.rejects(
    db.transaction(async (transaction) => {
      await foldFigures(transaction, 1000);
      throw new Error("killed");
    }),
  );
  assert.equal(await waiting(), before);
  await Promise.all([foldAllFigures(), foldAllFigures(), foldAllFigures()]);
  assert.equal(await checkFigures(), 0);
});

test("figures that are wrong are found and counted again, while deliveries come in", async () => {
  await call("1", { campaign: "Solar" });
  await owner().query(sql.unsafe`alter table calls disable trigger user`);
  await call("2", { campaign: "Solar" });
  await owner().query(sql.unsafe`alter table calls enable trigger user`);
  const [wrong] = await Promise.all([checkFigures(), ...["3", "4", "5"].map((id) => call(id))]);
  assert.ok(wrong > 0);
  assert.equal(await checkFigures(), 0);
  assert.equal((await listTotals(db, ["call"]))[0]?.count, 5);
});

test("the migration counts the rows that existed before it", async () => {
  await call("1", { campaign: "Solar" });
  await db.query(sql.unsafe`delete from figures`);
  await db.query(sql.unsafe`delete from figure_deltas`);
  const client = new pg.Client(url);
  await client.connect();
  await client.query(readFileSync("migrations/010_figure_triggers.sql", "utf8"));
  await client.end();
  assert.equal(await countWrongFigures(db), 0);
  assert.equal((await listTotals(db, ["call"]))[0]?.count, 1);
});

test("a lead counts for how far it has come, and moves when it comes further", async () => {
  await receiveDelivery(rawDelivery("lead", { lead_id: "L1", phone_number: "2135550150" }));
  const leads = async () => (await listTotals(db, ["lead"])).map(({ key, count }) => [key, count]);
  assert.deepEqual(await leads(), [["new", 1]]);
  await foldAllFigures();
  await call("1", { lead_id: "L1", disposition: "SALE" });
  assert.deepEqual(await leads(), [["converted", 1]]);
  assert.equal(await checkFigures(), 0);
});

test("names that are too long for an index are cut, and the delivery is stored", async () => {
  await call("1", { campaign: "x".repeat(2_000) });
  assert.equal((await listTotals(db, ["campaign"]))[0]?.key.length, 200);
});
