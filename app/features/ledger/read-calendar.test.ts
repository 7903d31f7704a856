import assert from "node:assert/strict";
import { test } from "node:test";
import { accountHours } from "#app/convoso/account-hours.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { insertWindows, saveWindowAnswer } from "#app/db/ledger/window-queue.server.ts";
import { readCalendar, turnPages } from "#app/features/ledger/read-calendar.server.ts";
import { fromZonedInput } from "#app/lib/zoned-input.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const zones = ["America/Los_Angeles", "America/New_York", "America/Phoenix"];
const now = new Date("2026-12-01T00:00:00Z");
const shownOf = (until: string, zone: string) => readCalendar(db, { until, days: 1, zone, now });

for (const zone of zones) {
  for (const [day, change] of [
    ["2026-03-08", "spring skips an hour"],
    ["2026-11-01", "autumn repeats an hour"],
    ["2026-11-10", "nothing changes"],
  ] as const) {
    test(`a cell for each hour of the ledger, and no other, where ${change} in ${zone}`, async () => {
      const span = { startsAt: fromZonedInput(day, zone, "start"), endsAt: fromZonedInput(day, zone, "end") };
      const [shown] = await shownOf(day, zone);
      const cells = (shown?.hours ?? []).flatMap((hour) => (hour ? [hour.startsAt.toISOString()] : []));
      assert.deepEqual(
        cells,
        accountHours(span, zone).map(({ startsAt }) => startsAt.toISOString()),
      );
    });
  }
}

test("an hour that is not over has no cell, and the day counts the calls of those hours alone that were compared", async () => {
  const hours = accountHours(
    { startsAt: new Date("2026-11-20T08:00:00Z"), endsAt: new Date("2026-11-20T11:00:00Z") },
    "UTC",
  );
  await insertWindows(
    db,
    hours.map((hour) => ({ ...hour, nextAskAt: hour.endsAt })),
  );
  for (const { startsAt } of hours.slice(0, 2)) {
    const asked = { startsAt, askedAt: now, questions: 1, nextAskAt: null, answer: "compared", callsThere: 7 } as const;
    await saveWindowAnswer(db, asked);
  }
  const early = new Date("2026-11-20T10:30:00Z");
  const [day] = await readCalendar(db, { until: "2026-11-20", days: 1, zone: "UTC", now: early });
  assert.deepEqual(day?.counts, { there: 14, here: 14, isEqual: false, compared: 2, over: 10 });
  assert.deepEqual(
    day?.hours.slice(7, 12).map((hour) => hour && (hour.window?.state ?? "unknown")),
    ["unknown", "equal", "equal", null, null],
  );
});

test("pages lead only to days that the ledger has", async () => {
  const days = await readCalendar(db, { until: "2026-11-20", days: 14, zone: "UTC", now });
  const at = { days, until: "2026-11-20", today: "2026-11-20", zone: "UTC" };
  assert.deepEqual(turnPages({ ...at, first: null }), { older: null, newer: null });
  assert.deepEqual(turnPages({ ...at, first: new Date("2026-11-07T00:00:00Z") }), { older: null, newer: null });
  assert.deepEqual(turnPages({ ...at, first: new Date("2026-11-06T23:00:00Z"), today: "2026-11-21" }), {
    older: "2026-11-06",
    newer: "2026-12-04",
  });
});
