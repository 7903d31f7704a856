import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { v7 } from "uuid";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { listOpenSweeps, sweepOnce } from "#app/db/dispositions/conversion-sweeps.server.ts";
import { listDictionary, listUnmappedCodes } from "#app/db/dispositions/dispositions.server.ts";
import { removeDisposition, saveDisposition, versionOf } from "#app/features/dispositions/change-dictionary.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
const admin = { actor: "Ann", role: "admin", sourceAddress: null } as const;
const Conversion = z.object({ conversion: z.string() });

const conversionOf = (lead: string) =>
  db.maybeOneFirst(sql.type(Conversion)`select conversion from contacts where lead_id = ${lead}`);
const call = (lead: string, id: string, status: string, at: string, more = {}) =>
  receiveDelivery(rawDelivery("call", { call_log_id: id, lead_id: lead, status, call_date: at, ...more }));

/** The version of an entry that its page shows now; null where there is none. */
async function seenNow(code: string): Promise<string | null> {
  const entry = (await listDictionary(db)).find((one) => one.code === code);
  return entry === undefined ? null : versionOf(entry);
}

async function sweepAll(): Promise<void> {
  while (await db.transaction(sweepOnce));
}

/** What the dictionary and the calls make of every lead, told by plain reading instead of by the triggers. */
async function assertEachIsInLine(): Promise<void> {
  const wrong = await db.any(sql.type(z.object({ lead_id: z.string(), stored: z.string(), said: z.string() }))`
    select * from (
      select lead_id, conversion as stored,
        case
          when exists (
            select from calls join dispositions on code = upper(disposition)
            where contact_id = contacts.id and stage = 'converted'
          ) then 'converted'
          else coalesce((
            select coalesce(stage, 'contacted') from calls left join dispositions on code = upper(disposition)
            where contact_id = contacts.id and disposition is not null
              and coalesce(stage, 'contacted') <> 'not_contacted'
            order by occurred_at desc, call_id desc limit 1
          ), 'new')
        end as said
      from contacts
    ) as leads where stored <> said`);
  assert.deepEqual(wrong, []);
}

test("a lead is new until somebody was reached, then what the latest such call came to; a sale stays", async () => {
  await receiveDelivery(rawDelivery("lead", { lead_id: "L1", first_name: "Ann" }));
  const steps = [
    ["A", "2026-11-01 10:00:00", "new"],
    ["cb", "2026-11-02 10:00:00", "contacted"],
    ["NI", "2026-11-03 10:00:00", "lost"],
    ["NA", "2026-11-04 10:00:00", "lost"],
    ["CB", "2026-11-05 10:00:00", "contacted"],
    ["Sale", "2026-11-06 10:00:00", "converted"],
    ["NI", "2026-11-07 10:00:00", "converted"],
  ] as const;
  for (const [index, [status, at, expected]] of steps.entries()) {
    await call("L1", `c${index}`, status, at);
    assert.equal(await conversionOf("L1"), expected, `after ${status}`);
  }
});

test("a call without a disposition leaves its lead as it is, until its disposition arrives or goes", async () => {
  const unknown = { status: undefined };
  await call("L9", "n1", "", "2026-11-03 10:00:00", unknown);
  assert.equal(await conversionOf("L9"), "new");
  await call("L9", "n2", "NI", "2026-11-02 10:00:00");
  await call("L9", "n3", "", "2026-11-04 10:00:00", unknown);
  assert.equal(await conversionOf("L9"), "lost");
  await call("L9", "n1", "CB", "2026-11-03 10:00:00");
  assert.equal(await conversionOf("L9"), "contacted");
  await db.query(sql.unsafe`update calls set disposition = null where call_id = 'n1'`);
  assert.equal(await conversionOf("L9"), "lost");
  await assertEachIsInLine();
});

test("leads that a call without a disposition had made contacted are brought in line after the upgrade", async () => {
  await call("L10", "n4", "", "2026-11-03 10:00:00", { status: undefined });
  await db.query(sql.unsafe`update contacts set conversion = 'contacted' where lead_id = 'L10'`);
  await db.query(sql.unsafe`insert into conversion_sweeps (code) values ('no disposition')`);
  await sweepAll();
  assert.equal(await conversionOf("L10"), "new");
});

test("an older call that arrives late does not override what came after it", async () => {
  await call("L2", "late-1", "NI", "2026-11-03 10:00:00");
  await call("L2", "late-2", "CB", "2026-11-02 10:00:00");
  assert.equal(await conversionOf("L2"), "lost");
});

test("another disposition of the same call, another lead for it, and its end are all followed", async () => {
  await call("L3", "r1", "SALE", "2026-11-03 10:00:00");
  await call("L3", "r1", "NQ", "2026-11-03 10:00:00");
  assert.equal(await conversionOf("L3"), "lost");
  await call("L3", "r2", "SALE", "2026-11-04 10:00:00");
  await db.query(sql.unsafe`
    update calls set contact_id = (select id from contacts where lead_id = 'L2') where call_id = 'r2'`);
  assert.deepEqual([await conversionOf("L3"), await conversionOf("L2")], ["lost", "converted"]);
  await db.query(sql.unsafe`delete from calls where call_id = 'r2'`);
  assert.equal(await conversionOf("L2"), "lost");
  await db.query(sql.unsafe`delete from contacts where lead_id = 'L2'`);
  await assertEachIsInLine();
});

test("a code that the dictionary lacks counts as contacted and is listed with its volume until it is mapped", async () => {
  for (const id of ["u1", "u2"]) await call("L4", id, "zz9", "2026-11-03 10:00:00", { status_name: "Odd one" });
  await call("L4", "u3", "Q7", "2026-11-03 09:00:00");
  assert.equal(await conversionOf("L4"), "contacted");
  const listed = (await listUnmappedCodes(db)).map(({ code, name, call_count }) => [code, name, call_count]);
  assert.deepEqual(listed, [
    ["ZZ9", "Odd one", 2],
    ["Q7", null, 1],
  ]);
});

test("the dictionary says how many calls carry each code, the most frequent first", async () => {
  const counts = (await listDictionary(db)).map(({ code, call_count }) => [code, call_count] as const);
  const counted = await db.any(sql.type(z.object({ code: z.string(), count: z.number() }))`
    select code, count(*) from calls join dispositions on code = upper(disposition) group by code order by 2 desc, 1`);
  assert.deepEqual(
    counts.slice(0, counted.length),
    counted.map(({ code, count }) => [code, count]),
  );
  assert.ok(counted.length > 3 && counts.slice(counted.length).every(([, count]) => count === 0));
});

test("a change of the dictionary reaches the leads behind it, and only those, and is audited", async () => {
  await sweepAll();
  await saveDisposition(db, { code: "ZZ9", name: "Odd one", stage: "lost" }, null, admin);
  assert.deepEqual(
    (await listOpenSweeps(db)).map(({ code }) => code),
    ["ZZ9"],
  );
  assert.equal(await conversionOf("L4"), "contacted", "the worker does it");
  await sweepAll();
  assert.deepEqual([await conversionOf("L4"), await conversionOf("L1")], ["lost", "converted"]);
  assert.equal((await listUnmappedCodes(db)).length, 1);

  const seen = (await seenNow("ZZ9")) ?? "";
  await removeDisposition(db, "ZZ9", seen, admin);
  await removeDisposition(db, "ZZ9", seen, admin);
  await sweepAll();
  assert.equal(await conversionOf("L4"), "contacted");
  await assertEachIsInLine();
  const { rows } = await db.query(sql.unsafe`select action, target from audit_log order by id`);
  assert.deepEqual(rows, [
    { action: "add disposition", target: "ZZ9" },
    { action: "remove disposition", target: "ZZ9" },
  ]);
});

test("a name alone starts no work, and saving the same twice does nothing twice", async () => {
  const seen = await seenNow("SALE");
  const sold = { code: "SALE", name: "Sold", stage: "converted" } as const;
  assert.equal(await saveDisposition(db, sold, seen, admin), "saved");
  assert.equal(await saveDisposition(db, sold, seen, admin), "same");
  assert.deepEqual(await listOpenSweeps(db), []);
  const sale = (await listDictionary(db)).find(({ code }) => code === "SALE");
  assert.deepEqual([sale?.name, sale?.updated_by], ["Sold", "Ann"]);
});

test("to add a code that has an entry changes nothing, also when two add it at the same moment", async () => {
  const lost = { code: "SALE", name: "Oops", stage: "lost" } as const;
  assert.equal(await saveDisposition(db, lost, null, admin), "exists");
  const twins = (["lost", "converted"] as const).map((stage) =>
    saveDisposition(db, { code: "TWIN", name: stage, stage }, null, admin),
  );
  assert.deepEqual((await Promise.all(twins)).toSorted(), ["exists", "saved"]);
  assert.deepEqual((await listDictionary(db)).find(({ code }) => code === "SALE")?.stage, "converted");
});

test("an entry that somebody changed or removed in the meantime is neither changed nor removed", async () => {
  const code = "DNC";
  const seen = (await seenNow(code)) ?? "";
  await saveDisposition(db, { code, name: "Do not call", stage: "contacted" }, seen, admin);
  const late = { code, name: "Do not call them", stage: "lost" } as const;
  assert.equal(await saveDisposition(db, late, seen, admin), "changed");
  assert.equal(await removeDisposition(db, code, seen, admin), "changed");
  const now = (await seenNow(code)) ?? "";
  assert.equal(await removeDisposition(db, code, now, admin), "removed");
  assert.equal(await saveDisposition(db, late, now, admin), "removed");
  assert.equal(await seenNow(code), null);
});

test("many deliveries at once, a change in their midst, and a sweep in small steps leave every lead in line", async () => {
  const codes = ["A", "CB", "NI", "SALE", "ODD", "NA"];
  await db.query(sql.unsafe`
    insert into contacts (lead_id, created_at, last_event_id)
    select 'bulk-' || n, now(), ${v7()}::uuid from generate_series(1, 400) as n`);
  await db.query(sql.unsafe`
    insert into calls (call_id, contact_id, disposition, occurred_at, created_at, last_event_id)
    select 'bulk-' || n, (select id from contacts where lead_id = 'bulk-' || (1 + n % 400)),
      (${sql.array(codes, "text")})[1 + (n * 7 % 6)], '2026-11-01Z'::timestamptz + (n * 7919 % 1000) * interval '1 minute',
      now(), ${v7()}::uuid
    from generate_series(1, 1800) as n`);
  await saveDisposition(db, { code: "ODD", name: "Odd", stage: "not_contacted" }, null, admin);
  await saveDisposition(db, { code: "NI", name: "Not interested", stage: "contacted" }, await seenNow("NI"), admin);
  await Promise.all([
    sweepAll(),
    ...codes.map((status, index) => call(`bulk-${index}`, `bulk-${index}`, status, "2026-11-20 10:00:00")),
  ]);
  await sweepAll();
  await assertEachIsInLine();
});
