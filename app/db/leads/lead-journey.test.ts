import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { v7 } from "uuid";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { findMilestone, type JourneyOrder, listJourney, sumTalkTime } from "#app/db/leads/lead-journey.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
const Id = z.object({ id: z.number() });
const idOf = (lead: string) => db.oneFirst(sql.type(Id)`select id from contacts where lead_id = ${lead}`);
const at = (text: string) => new Date(`2026-11-${text}Z`);

/** A delivery as if received at that moment. */
function deliver(endpoint: "lead" | "call", moment: Date, body: object) {
  const eventId = v7({ msecs: moment.getTime() });
  return receiveDelivery(rawDelivery(endpoint, body, { eventId, receivedAt: moment }));
}

// Of Los Angeles, eight hours behind: the first call starts 42 seconds after the lead came.
await deliver("lead", at("20 18:00:00"), { lead_id: "L1", first_name: "Ann" });
const statuses = ["A", "na", "CB", "SALE", "NI"];
for (const [nth, status] of statuses.entries()) {
  const call = {
    call_id: `c${nth}`,
    lead_id: "L1",
    status,
    duration: 10,
    agent_name: "Jane",
    call_date: `2026-11-2${nth} 10:00:42`,
  };
  await deliver("call", at(`2${nth} 18:02:00`), call);
}
// What did not name the lead at first belongs to it all the same; another's does not.
await deliver("call", at("20 18:01:00"), { call_id: "c0", status: "A" });
await deliver("call", at("20 18:01:00"), {
  call_id: "other",
  lead_id: "L2",
  status: "SALE",
  call_date: "2026-11-20 10:00:00",
});
const lead = await idOf("L1");

async function walk(order: JourneyOrder, size: number): Promise<string[]> {
  const seen: string[] = [];
  let past: string | undefined;
  for (let page = 0; page < 40; page++) {
    const { steps, next } = await listJourney(db, lead, order, past, size);
    seen.push(...steps.map(({ kind, key }) => `${kind} ${key}`));
    if (next === null) return seen;
    past = next;
  }
  throw new Error("The journey has no end.");
}

test("a journey holds each delivery and call once, in the order of time, whichever way and in whatever pages", async () => {
  const { steps, next } = await listJourney(db, lead, "oldest");
  assert.equal(next, null);
  assert.deepEqual(steps.map(({ kind }) => kind).slice(0, 4), ["delivery", "call", "delivery", "delivery"]);
  assert.deepEqual(
    steps.map((step) => step.at),
    steps.map((step) => step.at).toSorted((a, b) => +a - +b),
  );
  assert.equal(steps.filter(({ kind }) => kind === "call").length, 5);
  assert.equal(steps.filter(({ kind }) => kind === "delivery").length, 7);
  const forwards = steps.map(({ kind, key }) => `${kind} ${key}`);
  for (const size of [1, 2, 5, 50]) {
    assert.deepEqual(await walk("oldest", size), forwards, `pages of ${size}`);
    assert.deepEqual(await walk("newest", size), forwards.toReversed(), `pages of ${size}, newest first`);
  }
});

test("calls of the same moment are neither skipped nor repeated between pages", async () => {
  await db.query(sql.unsafe`
    insert into calls (call_id, contact_id, occurred_at, created_at, last_event_id)
    select 'same-' || n, ${lead}, '2026-11-25T10:00:00.123456Z', now(), ${v7()}::uuid from generate_series(1, 7) as n`);
  for (const order of ["oldest", "newest"] as const) {
    const seen = await walk(order, 3);
    assert.equal(seen.length, 19);
    assert.equal(new Set(seen).size, 19);
  }
  await db.query(sql.unsafe`delete from calls where call_id like 'same-%'`);
});

test("milestones: the first call, the first that reached somebody, the first sale, and how many calls each took", async () => {
  const found = await Promise.all((["call", "contact", "sale"] as const).map((what) => findMilestone(db, lead, what)));
  assert.deepEqual(
    found.map((milestone) => [milestone?.call_id, milestone?.nth]),
    [
      ["c0", 1],
      ["c2", 3],
      ["c3", 4],
    ],
  );
  assert.deepEqual(found[0]?.at, at("20 18:00:42"));
  assert.equal(await sumTalkTime(db, lead), 50);
  await receiveDelivery(rawDelivery("lead", { lead_id: "L3" }));
  const fresh = await idOf("L3");
  assert.deepEqual([await findMilestone(db, fresh, "call"), await sumTalkTime(db, fresh)], [null, 0]);
});
