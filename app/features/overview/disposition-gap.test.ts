import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { pool } from "#app/db/connection/pool.server.ts";
import { saveFieldMap } from "#app/features/field-map/save-field-map.server.ts";
import { foldAllFigures } from "#app/features/figures/fold-all-figures.server.ts";
import { explainGap } from "#app/features/overview/explain-gap.server.ts";
import { findDispositionGap } from "#app/features/overview/find-disposition-gap.server.ts";
import { readReasons } from "#app/features/overview/read-reasons.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
const NOW = new Date();
const HOUR = 3_600_000;
const ADMIN = { actor: "Ann", role: "admin", sourceAddress: null } as const;

beforeEach(() => emptyTables());

/** A call that began so many hours ago, and its delivery a minute later. */
async function call(id: string, hoursAgo: number, fields: object) {
  const at = new Date(+NOW - hoursAgo * HOUR);
  const body = { call_id: id, call_date: at.toISOString(), duration: 60, ...fields };
  const raw = rawDelivery("call", body);
  const receivedAt = new Date(+at + 60_000);
  return receiveDelivery({ ...raw, receivedAt, eventId: idOf(receivedAt, id) });
}

const idOf = (at: Date, id: string) => {
  const time = (+at).toString(16).padStart(12, "0");
  const rest = Buffer.from(id.padEnd(6, "_")).toString("hex").slice(0, 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}`;
};

async function fill(after: (nth: number) => object) {
  for (let nth = 0; nth < 20; nth++) await call(`a${nth}`, 60 - nth, { status: "NI", campaign: "Solar" });
  for (let nth = 0; nth < 12; nth++) await call(`b${nth}`, 20 - nth, after(nth));
}

test("since when calls have no disposition is found to the call, with the key that vanished and the one that came", async () => {
  await fill(() => ({ campaign: "Solar", outcome_code: "NI" }));
  for (const fold of [async () => 0, foldAllFigures]) {
    await fold();
    const found = await explainGap(db, NOW);
    assert.ok(found);
    const { gap, keys } = found;
    assert.deepEqual([gap.without, gap.calls, gap.before], [12, 12, { calls: 20, without: 0 }]);
    assert.equal(Math.floor(+gap.since / 1000), Math.floor((+NOW - 20 * HOUR) / 1000));
    assert.deepEqual(keys.vanished, [{ key: "status", isDisposition: true, blank: null }]);
    assert.deepEqual([keys.earlier, keys.later, keys.appeared], [20, 12, ["outcome_code"]]);
  }
});

test("the latest calls without a disposition are noticed in a busy hour, too, and since which call", async () => {
  for (let nth = 0; nth < 90; nth++) await call(`g${nth}`, 0.5 - nth / 1000, { status: "NI" });
  for (let nth = 0; nth < 40; nth++) await call(`h${nth}`, 0.3 - nth / 1000, {});
  for (const fold of [async () => 0, foldAllFigures]) {
    await fold();
    const gap = await findDispositionGap(db, NOW);
    assert.deepEqual([gap?.without, gap?.calls, gap?.before], [40, 40, { calls: 90, without: 0 }]);
    assert.equal(Math.floor(+(gap?.since ?? 0) / 1000), Math.floor((+NOW - 0.3 * HOUR) / 1000));
  }
});

test("a gap that comes again begins with the calls that lack it now", async () => {
  for (let nth = 0; nth < 70; nth++) await call(`o${nth}`, 200, {});
  for (let nth = 0; nth < 60; nth++) await call(`p${nth}`, 100, { status: "NI" });
  for (let nth = 0; nth < 20; nth++) await call(`q${nth}`, 8 - nth / 10, {});
  const gap = await findDispositionGap(db, NOW);
  assert.deepEqual([gap?.without, gap?.calls, gap?.before], [20, 20, { calls: 130, without: 70 }]);
});

test("calls that are going on have no disposition yet, which is no gap", async () => {
  for (let nth = 0; nth < 30; nth++) await call(`r${nth}`, 1, { status: "NI" });
  for (let nth = 0; nth < 30; nth++) await call(`s${nth}`, 0.05, { duration: undefined });
  assert.equal(await findDispositionGap(db, NOW), null);
});

test("one campaign that lacks its dispositions is noticed among others, with the key that it lost", async () => {
  for (let nth = 0; nth < 60; nth++)
    await call(`t${nth}`, 9 - nth / 10, { status: "NI", campaign: nth % 3 ? "Solar" : "Roof" });
  for (let nth = 0; nth < 75; nth++)
    await call(
      `u${nth}`,
      2 - nth / 100,
      nth % 3 ? { status: "NI", campaign: "Solar" } : { result: "NI", campaign: "Roof" },
    );
  const found = await explainGap(db, NOW);
  assert.ok(found);
  const { since, ...gap } = found.gap;
  assert.deepEqual(gap, { calls: 25, without: 25, before: { calls: 20, without: 0 }, campaign: "Roof" });
  assert.equal(Math.floor(+since / 1000), Math.floor((+NOW - 2 * HOUR) / 1000));
  assert.deepEqual([found.keys.vanished[0]?.key, found.keys.suggested], ["status", "result"]);
});

test("a new key is suggested only if it has codes and no meaning yet, and it stays while more deliveries arrive", async () => {
  const suggestionFor = async (fields: (nth: number) => object) => {
    await emptyTables();
    await fill((nth) => ({ campaign: "Solar", ...fields(nth) }));
    return (await explainGap(db, NOW))?.keys;
  };
  const leads = await suggestionFor((nth) => ({ lead_id: `L${nth}` }));
  assert.deepEqual([leads?.appeared, leads?.suggested], [["lead_id"], null]);
  const numbers = await suggestionFor((nth) => ({ ticket: 1000 + nth, note: "first call" }));
  assert.equal(numbers?.suggested, null);
  const alike = await suggestionFor((nth) => ({
    lead_id: `L${nth}`,
    ticket: 1000 + nth,
    wrap: nth % 2 ? "Q1" : "Won",
  }));
  assert.deepEqual([alike?.suggested, alike?.appeared[0]], ["wrap", "wrap"]);
  const known = await suggestionFor((nth) => ({ wrap: nth % 2 ? "Q1" : "Won", end_code: nth % 2 ? "sale" : "NI" }));
  assert.equal(known?.suggested, "end_code");

  for (let nth = 0; nth < 100; nth++) await call(`v${nth}`, 8, { campaign: "Solar", end_code: "NI" });
  for (let nth = 0; nth < 300; nth++) await call(`w${nth}`, 7, { campaign: "Solar" });
  assert.equal((await explainGap(db, NOW))?.keys.suggested, "end_code");

  await saveFieldMap(db, { endpoint: "call", map: [{ key: "end_code", field: null }], note: null }, 0, ADMIN);
  assert.equal((await explainGap(db, NOW))?.keys.suggested, null, "somebody decided what it means");
});

test("a key that still comes with a placeholder is told with what it says", async () => {
  await fill(() => ({ campaign: "Solar", status: "{{status}}" }));
  const keys = (await explainGap(db, NOW))?.keys;
  assert.deepEqual(keys?.vanished, [{ key: "status", isDisposition: true, blank: "{{status}}" }]);
});

test("few calls without one, and a gap that is over, are no gap", async () => {
  await fill((nth) => (nth % 6 === 0 ? {} : { status: "NI" }));
  assert.equal(await findDispositionGap(db, NOW), null);
  await emptyTables();
  assert.equal(await findDispositionGap(db, NOW), null, "nothing at all");
  await fill((nth) => (nth < 6 ? {} : { status: "NI" }));
  for (let nth = 0; nth < 20; nth++) await call(`c${nth}`, 2, { status: "SALE" });
  assert.equal(await findDispositionGap(db, NOW), null);
});

test("calls that never had a disposition have a gap without a before, test data aside", async () => {
  for (let nth = 0; nth < 6; nth++) await call(`d${nth}`, 20 - nth, {});
  for (let nth = 0; nth < 9; nth++) await call(`test-${nth}`, 30, { status: "NI" });
  const gap = await findDispositionGap(db, NOW);
  assert.deepEqual([gap?.without, gap?.calls, gap?.before], [6, 6, null]);
});

test("the reasons for an empty list are what was refused, unreadable and sent to the wrong address", async () => {
  await receiveDelivery(rawDelivery("call", "{"));
  await receiveDelivery(rawDelivery("call", { lead_id: "M1", first_name: "Ann" }));
  const { faults, deliveries, leads, calls, gap } = await readReasons(db);
  assert.deepEqual([faults.received, faults.invalid, faults.misrouted, faults.refused], [2, 1, 1, 0]);
  assert.deepEqual([deliveries, leads, calls, gap], [2, 1, 0, null]);
});
