import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { listCampaigns, listDispositions } from "#app/db/calls/call-choices.server.ts";
import { findCall, listCalls } from "#app/db/calls/list-calls.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { listArrivals } from "#app/db/deliveries/arrivals.server.ts";
import { findEvent, listEvents } from "#app/db/deliveries/call-events.server.ts";
import { countFailedEvents, listDueFailedEventIds } from "#app/db/deliveries/failed-events.server.ts";
import { restartSweep, sweepOnce } from "#app/db/dispositions/conversion-sweeps.server.ts";
import { blankPayloads, deleteOldAudit } from "#app/db/erasure/retention.server.ts";
import { countTestData, deleteTestData } from "#app/db/erasure/test-data.server.ts";
import { listFigures } from "#app/db/figures/figures.server.ts";
import { countDueJobs } from "#app/db/jobs/due-jobs.server.ts";
import { findUpkeep } from "#app/db/jobs/upkeep.server.ts";
import { findContact, listContacts } from "#app/db/leads/contacts.server.ts";
import { deleteExpiredCredentials } from "#app/db/people/admin-sessions.server.ts";
import { listAuditChoices, listLatestAudit } from "#app/db/people/audit-log.server.ts";
import { listStrandedRecordings, unblockPendingRecordings } from "#app/db/recordings/pending-recording-queue.server.ts";
import { findDispositionGap } from "#app/features/overview/find-disposition-gap.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { assertCheap } from "#test/explaining.ts";
import { fillDatabase } from "#test/fill-database.ts";

// As in list-plans.test.ts, for what is no list: what the portal asks beside them, and what the worker does unasked.
const CALLS = 60_000;
const MOST_ROWS = CALLS / 10;

const { url } = await createTestDatabase();
await fillDatabase(url, CALLS);
const db = await pool();

const fullHour = (ago: number) => new Date((Math.floor(Date.now() / 3_600_000) - ago) * 3_600_000);
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);

test("neither the choices of filters, nor single rows, nor what needs a look read a big table from end to end", async () => {
  const [call] = (await listCalls(db, {})).rows;
  const [lead] = (await listContacts(db, {})).rows;
  const [newest] = (await listEvents(db, {})).rows;
  const reads: Record<string, (watched: Database) => Promise<unknown>> = {
    campaigns: listCampaigns,
    dispositions: listDispositions,
    people: (watched) => listAuditChoices(watched, "actor"),
    actions: (watched) => listAuditChoices(watched, "action"),
    "latest audit": (watched) => listLatestAudit(watched, 6),
    arrivals: (watched) => listArrivals(watched, daysAgo(1)),
    upkeep: findUpkeep,
    "due jobs": countDueJobs,
    "test data": countTestData,
    failed: countFailedEvents,
    "due again": listDueFailedEventIds,
    call: (watched) => findCall(watched, call?.call_id ?? ""),
    lead: (watched) => findContact(watched, lead?.id ?? 0),
    "figures of an hour": (watched) =>
      listFigures(watched, ["delivery", "lead", "call"], [{ from: fullHour(2), to: fullHour(1) }], false),
    "figures of a month": (watched) =>
      listFigures(watched, ["delivery", "call"], [{ from: fullHour(24 * 30), to: fullHour(0) }], false),
    delivery: (watched) => findEvent(watched, newest?.id ?? ""),
  };
  for (const [what, read] of Object.entries(reads)) await assertCheap(db, what, read, MOST_ROWS);
});

test("whether calls lack their dispositions is found in the latest calls, and since when in figures and a few calls", async () => {
  const look = (watched: Database) => findDispositionGap(watched, new Date());
  await assertCheap(db, "no gap", look, MOST_ROWS);
  const clear = (condition = sql.fragment`true`) => sql.unsafe`
    update calls set disposition = null
    where call_id in (select call_id from calls where ${condition} order by occurred_at desc, call_id desc limit 400)`;
  const [{ campaign }] = [(await listCalls(db, {})).rows[0] ?? { campaign: "" }];
  await db.query(clear(sql.fragment`campaign = ${campaign}`));
  // Of the 5,000 calls that it reads, each is counted in several nodes of the plan.
  await assertCheap(db, "a gap of a campaign", look, 5 * MOST_ROWS);
  assert.equal((await look(db))?.campaign, campaign);
  await db.query(clear());
  await assertCheap(db, "a gap", look, 2 * MOST_ROWS);
  assert.equal((await look(db))?.campaign, null);
});

test("the work of every minute and of the start never scans a big table", async () => {
  await restartSweep(db, "SALE");
  const jobs: Record<string, (watched: Database) => Promise<unknown>> = {
    "searches without a job": listStrandedRecordings,
    "searches that were blocked": unblockPendingRecordings,
    "a sweep of conversions": sweepOnce,
  };
  for (const [what, work] of Object.entries(jobs)) await assertCheap(db, what, work, MOST_ROWS);
});

test("retention works in short steps, however much was blanked before", async () => {
  const Count = z.object({ count: z.number() });
  const blanked = () =>
    db.oneFirst(sql.type(Count)`select count(*) from call_events where payload_erased_by = 'retention'`);
  for (let step = await blankPayloads(db, daysAgo(20)); step; ) step = await blankPayloads(db, daysAgo(20), step.last);
  const before = await blanked();
  assert.ok(before > 4 * MOST_ROWS, `${before} are blanked`);

  let after: string | undefined;
  for (let isOver = false; !isOver; ) {
    await assertCheap(
      db,
      "blanking",
      async (watched) => {
        const step = await blankPayloads(watched, daysAgo(18), after);
        isOver = step === null;
        after = step?.last;
      },
      2 * MOST_ROWS,
    );
  }
  assert.ok((await blanked()) > before + 1000, "those of two more days are blanked, too");

  const ends: Record<string, (watched: Database) => Promise<unknown>> = {
    "test data": (watched) => deleteTestData(watched, daysAgo(10)),
    "audit entries": (watched) => deleteOldAudit(watched, daysAgo(3000)),
    "expired credentials": deleteExpiredCredentials,
  };
  for (const [what, work] of Object.entries(ends)) await assertCheap(db, what, work, MOST_ROWS);
});
