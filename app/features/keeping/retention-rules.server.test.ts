import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { listRules, type RetentionRule } from "#app/db/keeping/retention-rules.server.ts";
import { findKept, measureRules } from "#app/db/keeping/ruled-recordings.server.ts";
import { deleteExpiredRecordings } from "#app/features/keeping/delete-expired-recordings.server.ts";
import { readRulesForm, readRulesText } from "#app/features/keeping/read-rules.server.ts";
import { saveRules } from "#app/features/keeping/save-rules.server.ts";
import { rulesText } from "#app/lib/rules-text.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { admin } from "#test/erasing.ts";
import { addArchivedCall, everything, ruleNamed } from "#test/keeping.ts";

await createTestDatabase();
const db = await pool();
beforeEach(async () => {
  await emptyTables();
  await emptyAuditLog();
  await owner().query(sql.unsafe`truncate retention_rules, archive_removals`);
});

const SALES = ruleNamed("sales", { keep_count: 10, keep_unit: "years", disposition: "sale" });
const ids = z.object({ call_id: z.string() });
const archived = () =>
  db.anyFirst(sql.type(ids)`select call_id from archived_recordings where state = 'archived' order by call_id`);
const save = (rules: RetentionRule[]) => saveRules(db, rules, "[]", admin);

/** The rules, each for one thing, and the only call that it is for. */
const conditions: [Partial<RetentionRule>, Parameters<typeof addArchivedCall>[1]][] = [
  [{ disposition: "sale" }, { disposition: "SALE" }],
  [{ stage: "not_contacted" }, { disposition: "a" }],
  [{ stage: "contacted" }, { disposition: "never heard of" }],
  [{ campaign: "Medicare" }, { campaign: "Medicare" }],
  [{ list_id: "7" }, { listId: "7" }],
  [{ direction: "inbound" }, { direction: "INBOUND" }],
  [{ min_seconds: 60, max_seconds: 60 }, { seconds: 60 }],
];

for (const [condition, call] of conditions) {
  test(`a rule by ${Object.keys(condition).join(" and ")} is for the calls that meet it, and for no other`, async () => {
    const other = { disposition: "SALE", campaign: "Other", listId: "8", direction: "OUTBOUND", seconds: 61 };
    const isSale = condition.disposition !== undefined;
    await addArchivedCall("C1", { ...other, ...call });
    await addArchivedCall("C2", isSale ? { ...other, disposition: "NI" } : other);
    const [first, none] = await measureRules(db, [ruleNamed("one", condition)]);
    assert.deepEqual([first?.rule, first?.count, none?.rule, none?.count], [0, 1, null, 1]);
  });
}

test("the first rule that a call meets decides, and its page says until when and why", async () => {
  await addArchivedCall("C1", { disposition: "SALE", at: "2026-11-28T12:00:00Z" });
  const rules = [SALES, everything(180, "days")];
  const kept = await findKept(db, rules, "C1");
  assert.equal(kept?.rule, 0);
  assert.equal(kept?.until?.toISOString(), "2036-11-28T12:00:00.000Z");
  assert.equal((await findKept(db, [everything(1, "days"), SALES], "C1"))?.rule, 0);
  assert.deepEqual(await findKept(db, [ruleNamed("all", {})], "C1"), { rule: 0, until: null });
});

test("nothing is deleted while there is no rule, nor what meets none, nor what is kept forever", async () => {
  await addArchivedCall("C1", { disposition: "SALE", days: 9000 });
  await addArchivedCall("C2", { disposition: "NI", days: 9000 });
  assert.equal(await deleteExpiredRecordings(db), 0);
  await save([ruleNamed("sales", { disposition: "SALE" })]);
  assert.equal(await deleteExpiredRecordings(db), 0);
  assert.deepEqual(await archived(), ["C1", "C2"]);
});

test("what the preview says is what the night deletes: files, sizes, and only those that have expired", async () => {
  await addArchivedCall("C1", { disposition: "SALE", days: 200 });
  await addArchivedCall("C2", { disposition: "NI", days: 179, bytes: 3 });
  await addArchivedCall("C3", { disposition: "NI", days: 181, bytes: 5 });
  await addArchivedCall("C4", { disposition: "NI", days: 181, bytes: 7 });
  await db.query(sql.unsafe`
    with hold as (insert into holds (name, reason, created_by) values ('Case', 'why', 'Ann') returning id)
    insert into hold_calls (hold_id, call_id) select id, 'C4' from hold`);
  const rules = [SALES, everything(180, "days")];
  const [, rest] = await measureRules(db, rules);
  assert.deepEqual(rest, { rule: 1, count: 3, bytes: 15, over_count: 1, over_bytes: 5, held_count: 1 });
  assert.equal(await save(rules), "saved");
  assert.equal(await deleteExpiredRecordings(db), 1);
  assert.equal(await deleteExpiredRecordings(db), 0);
  assert.deepEqual(await archived(), ["C1", "C2", "C4"]);
  const Key = z.object({ key: z.string() });
  assert.deepEqual(await db.anyFirst(sql.type(Key)`select key from archive_removals`), ["C3.mp3"]);
  const Entry = z.object({ actor: z.string(), action: z.string(), details: z.record(z.string(), z.unknown()) });
  const entries = await db.any(sql.type(Entry)`select actor, action, details from audit_log order by id`);
  assert.deepEqual(
    entries.map(({ actor, action }) => [actor, action]),
    [
      ["Ann", "change retention rules"],
      ["retention", "delete recordings"],
    ],
  );
  assert.deepEqual(entries[1]?.details, { "everything else": { recordings: 1, bytes: 5 } });
  assert.deepEqual(entries[0]?.details, {
    rules: [
      { name: "sales", keep: "10 years", disposition: "sale" },
      { name: "everything else", keep: "180 days" },
    ],
    was: [],
  });
});

test("a change of rules that somebody else changed in the meantime is refused with a message", async () => {
  assert.equal(await save([SALES]), "saved");
  assert.equal(await save([everything(1, "days")]), "overtaken");
  assert.equal(await saveRules(db, [SALES], rulesText([SALES]), admin), "same");
  assert.deepEqual(await listRules(db), [SALES]);
});

test("a form gives its rules in the order of its numbers, and an empty row is no rule", () => {
  const form = new FormData();
  const row = (sent: Record<string, string>) => {
    const blank = { disposition: "", stage: "", campaign: "", list: "", direction: "", longer: "", shorter: "" };
    for (const [name, value] of Object.entries({ ...blank, ...sent })) form.append(name, value);
  };
  row({ order: "2", name: "everything else", count: "180", unit: "days" });
  row({ order: "1.5", name: "sales", count: "10", unit: "years", disposition: "sale" });
  row({ order: "3", name: "", count: "", unit: "years" });
  const { rules, faults, typed } = readRulesForm(form);
  assert.deepEqual([rules, faults, typed.length], [[SALES, everything(180, "days")], [], 2]);
  assert.deepEqual(readRulesText(rulesText(rules)), rules);
  assert.equal(readRulesText("[[1]]"), null);
  assert.equal(readRulesText("no"), null);
  for (const count of ["0", "-1", "1.5", "101", "", "1e3"]) {
    form.set("count", count);
    assert.equal(readRulesForm(form).faults.length > 0, true, count);
  }
});
