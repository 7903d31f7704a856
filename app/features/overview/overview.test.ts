import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { v7 } from "uuid";
import { listCalls } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { listEvents } from "#app/db/deliveries/call-events.server.ts";
import { listContacts } from "#app/db/leads/contacts.server.ts";
import { foldAllFigures } from "#app/features/figures/fold-all-figures.server.ts";
import { getHealth } from "#app/features/health/get-health.server.ts";
import { readActivity } from "#app/features/overview/read-activity.server.ts";
import { readAttention } from "#app/features/overview/read-attention.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { cutIntoBars, presetSpan } from "#app/lib/time-bars.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
const ZONE = "America/Los_Angeles";
const NOW = new Date();

beforeEach(async () => {
  await emptyTables();
});

const inZone = (msAgo: number) => new Date(+NOW - msAgo).toLocaleString("sv-SE", { timeZone: ZONE });

/** Leads and calls of the last forty days, some of them test data, some unnamed, some that cannot be read. */
async function fill(): Promise<void> {
  for (let nth = 0; nth < 60; nth++) {
    const prefix = nth % 10 === 0 ? "test-" : "";
    const lead = `${prefix}L${nth % 30}`;
    if (nth < 30) await receiveDelivery(rawDelivery("lead", { lead_id: lead, phone_number: `21355501${nth + 10}` }));
    const named = nth % 4 !== 3 && {
      campaign: `Campaign ${nth % 3}`,
      agent_name: `Agent ${nth % 9}`,
      disposition: ["SALE", "ni", "HU"][nth % 3],
    };
    await receiveDelivery(
      rawDelivery("call", {
        call_id: `${prefix}${nth}`,
        lead_id: lead,
        call_date: inZone(nth ** 2 * 960_000),
        duration: nth * 7,
        ...(nth % 5 === 0 && { recording_url: `https://x.convoso.com/${nth}.mp3` }),
        ...named,
      }),
    );
    if (nth % 12 === 0) await receiveDelivery(rawDelivery("call", "{"));
    if (nth % 20 === 0) await receiveDelivery(rawDelivery("call", { lead_id: `M${nth}`, first_name: "Ann" }));
  }
  await db.query(sql.unsafe`
    update call_events set received_at = received_at - nth * interval '97 minutes'
    from (select id as numbered, row_number() over (order by id desc) - 1 as nth from call_events) where id = numbered`);
  await db.query(sql.unsafe`
    update contacts set created_at = created_at - nth * interval '17 hours'
    from (select id as numbered, row_number() over (order by id desc) - 1 as nth from contacts) where id = numbered`);
}

/** What the lists show of a span, page by page. */
async function rowsOf<Row, Cursor>(
  list: (asked: { before?: string }) => Promise<{ rows: Row[]; older: Cursor }>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let before: string | undefined, isFirst = true; isFirst || before; isFirst = false) {
    const page = await list(before ? { before } : {});
    rows.push(...page.rows);
    before = (page.older as string | null) ?? undefined;
  }
  return rows;
}

for (const isTest of [false, undefined]) {
  test(`each bar and each leader counts the rows of its list, ${isTest === false ? "without" : "with"} test data`, async () => {
    await fill();
    for (const [nth, preset] of (["hour", "day", "this-week", "last-30-days"] as const).entries()) {
      if (nth === 2) await foldAllFigures();
      const span = presetSpan(preset, NOW, ZONE);
      const bars = cutIntoBars(span, ZONE);
      const { counts, talk, dispositions, campaigns, agents } = await readActivity(db, bars, isTest);
      const calls = await rowsOf((asked) => listCalls(db, { ...span, isTest }, asked));
      const leads = await rowsOf((asked) => listContacts(db, { ...span, isTest }, asked));
      const within = (at: Date, { from, to }: { from: Date; to: Date }) => at >= from && at < to;
      for (const [index, bar] of bars.entries()) {
        const inBar = calls.filter(({ occurred_at }) => within(occurred_at, bar));
        assert.equal(counts.calls[0]?.[index], inBar.length, `${preset}: calls of ${bar.label}`);
        const found = inBar.filter(({ recording_state }) => recording_state === "found").length;
        assert.equal(counts.recordings[0]?.[index], found);
        const conversions = ["converted", "contacted", "new", "lost"].map(
          (each) => leads.filter(({ conversion, created_at }) => conversion === each && within(created_at, bar)).length,
        );
        assert.deepEqual(
          counts.leads.map((row) => row[index]),
          conversions,
          `${preset}: leads of ${bar.label}`,
        );
      }
      assert.equal(
        talk,
        calls.reduce((sum, call) => sum + (call.duration_seconds ?? 0), 0),
      );
      for (const { key, count, seconds } of campaigns.top) {
        const named = calls.filter((call) => (call.campaign ?? "") === key);
        assert.equal(count, named.length);
        assert.equal(
          seconds,
          named.reduce((sum, call) => sum + (call.duration_seconds ?? 0), 0),
        );
      }
      for (const { key, count } of dispositions.top)
        assert.equal(count, calls.filter((call) => (call.disposition ?? "").toUpperCase() === key).length);
      for (const { key, name, count } of agents.top) {
        const named = calls.filter((call) => String(call.agent_id ?? "") === key);
        assert.equal(count, named.length);
        assert.equal(name, named[0]?.agent_name ?? "");
      }
      if (preset === "last-30-days") assert.ok(calls.length > 30 && leads.length > 10 && agents.others > 0);
    }
  });
}

test("each series of deliveries counts what the logs show for its outcome, bar by bar", async () => {
  await fill();
  // The logs go by the id, which holds the moment of receipt.
  const events = await db.any(sql.unsafe`select id, received_at from call_events`);
  for (const { id, received_at } of events as readonly { id: string; received_at: Date }[])
    await db.query(sql.unsafe`update call_events set id = ${v7({ msecs: +received_at })}::uuid where id = ${id}::uuid`);
  const bars = cutIntoBars(presetSpan("last-30-days", NOW, ZONE), ZONE);
  const { counts } = await readActivity(db, bars, false);
  for (const [series, outcome] of (["processed", "duplicate", "echoed", "invalid"] as const).entries()) {
    for (const [index, { from, to }] of bars.entries()) {
      const filter = { outcome, since: from, until: to, isTest: false };
      const rows = await rowsOf((asked) => listEvents(db, filter, asked));
      assert.equal(counts.deliveries[series]?.[index], rows.length, `${outcome} of ${bars[index]?.label}`);
    }
  }
  assert.ok(counts.deliveries.flat().reduce((sum, count) => sum + count, 0) > 50);
});

test("the counts of Needs attention match their lists, without test data", async () => {
  await fill();
  await db.query(sql.unsafe`update call_events set received_at = now()`);
  await db.query(sql.unsafe`
    update pending_recordings set state = 'gave_up' where call_id in (select call_id from calls order by occurred_at desc limit 30)`);
  await db.query(
    sql.unsafe`update call_events set outcome = 'failed', apply_attempts = 9 where id = (select id from call_events order by id desc limit 1)`,
  );
  const { attention, totals } = await readAttention(db, new Date());
  const { faults, givenUpSince } = attention;
  const { since } = faults;
  const logged = async (filter: object) => (await rowsOf((asked) => listEvents(db, filter, asked))).length;
  assert.equal(faults.invalid, await logged({ outcome: "invalid", since, isTest: false }));
  assert.equal(faults.misrouted, await logged({ isMisrouted: true, since, isTest: false }));
  assert.equal(faults.refused, await logged({ outcome: "refused", since, isTest: false }));
  assert.deepEqual([attention.failed, attention.stuck, await logged({ outcome: "failed" })], [1, 1, 1]);
  const gaveUp = await rowsOf((asked) => listCalls(db, { recording: "gave_up", from: givenUpSince }, asked));
  assert.equal(attention.givenUp, gaveUp.length);
  assert.ok(faults.invalid > 0 && faults.misrouted > 0 && gaveUp.length > 0);
  const all = await rowsOf((asked) => listCalls(db, {}, asked));
  assert.equal(totals.calls, all.length);
  const searching = (state: string) => all.filter((call) => call.recording_state === state).length;
  const { searches } = totals;
  assert.deepEqual(
    [totals.recordings, searches.waiting, searches.gave_up],
    [searching("found") + searching("playable"), searching("waiting"), searching("gave_up")],
  );
  const health = await getHealth();
  assert.deepEqual(health.ok && health.stats, { calls: all.length, agents: 9, events: await logged({}) });
});
