import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { type AuditFilter, listAudit, listAuditChoices, listLatestAudit } from "#app/db/people/audit-log.server.ts";
import { listListeners } from "#app/db/people/listeners.server.ts";
import { recordAudit, recordAuditOnce } from "#app/features/audit/record-audit.server.ts";
import { changeAuditLog, emptyAuditLog } from "#test/change-audit-log.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { events, receive, rows } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
beforeEach(() => emptyAuditLog());

const REFUSED = { message: /the audit log/ };
const run = (at: Database, statement: ReturnType<typeof sql.unsafe>) => at.query(statement);
const cause = async (work: Promise<unknown>) => {
  await assert.rejects(work, (error: Error) => {
    assert.match(String((error.cause as Error | undefined)?.message ?? error.message), REFUSED.message);
    return true;
  });
};
const actions = async () =>
  db.anyFirst(sql.type(z.object({ action: z.string() }))`select action from audit_log order by id`);

test("entries of the audit log cannot be changed, deleted or truncated", async () => {
  await recordAudit(db, { actor: "Ann", action: "sign in", target: "x", details: { by: "password" } });
  await cause(run(owner(), sql.unsafe`update audit_log set actor = 'Bob'`));
  await cause(run(owner(), sql.unsafe`update audit_log set at = now() - interval '40 days'`));
  await cause(run(owner(), sql.unsafe`update audit_log set action = 'sign out', details = '{}'`));
  await cause(run(owner(), sql.unsafe`update audit_log set details = '{"by":"magic"}'`));
  await cause(run(owner(), sql.unsafe`delete from audit_log`));
  await assert.rejects(run(owner(), sql.unsafe`truncate audit_log`)); // the certificates of erasures refer to it
  await cause(run(owner(), sql.unsafe`truncate audit_log cascade`));
  assert.deepEqual(await actions(), ["sign in"]);
});

test("an entry is blanked only in a transaction that leaves the entry of an erasure", async () => {
  await recordAudit(db, { actor: "Ann", action: "export leads", target: "Zed", details: { search: "Zed" } });
  const blank = sql.unsafe`
    update audit_log set target = '[erased]', details = '{}' where action = 'export leads'`;
  await cause(owner().transaction((transaction) => run(transaction, blank)));
  await owner().transaction(async (transaction) => {
    await run(transaction, blank);
    await recordAudit(transaction, { actor: "Ann", action: "erase person" });
  });
  const { rows } = await listAudit(db);
  assert.deepEqual(
    rows.map(({ actor, action, target, details }) => ({ actor, action, target, details })),
    [
      { actor: "Ann", action: "erase person", target: null, details: {} },
      { actor: "Ann", action: "export leads", target: "[erased]", details: {} },
    ],
  );
});

test("the latest actions are those of people, however much the portal itself did since", async () => {
  await recordAudit(db, { actor: "Ann", action: "sign in" });
  for (const actor of ["reconcile", "retention"]) await recordAudit(db, { actor, action: "apply Convoso's log" });
  assert.deepEqual(
    (await listLatestAudit(db, 2)).map(({ actor }) => actor),
    ["Ann"],
  );
});

test("only what is older than thirty days may go when its time is up", async () => {
  await changeAuditLog(sql.unsafe`
    insert into audit_log (at, actor, action)
    values (now() - interval '31 days', 'Ann', 'long ago'), (now() - interval '29 days', 'Ann', 'lately')`);
  await run(owner(), sql.unsafe`delete from audit_log where action = 'long ago'`);
  await cause(run(owner(), sql.unsafe`delete from audit_log where action = 'lately'`));
  assert.deepEqual(await actions(), ["lately"]);
});

test("requests for many parts make one entry for each person, row and address", async () => {
  const play = { actor: "Ann", action: "play recording", target: "C1", sourceAddress: "192.0.2.1" } as const;
  for (const change of [{}, {}, { target: "C2" }, { actor: "Bob" }, { sourceAddress: "192.0.2.2" }, {}]) {
    await recordAuditOnce(db, { ...play, ...change });
  }
  assert.equal((await actions()).length, 4);
  await emptyAuditLog();
  await changeAuditLog(sql.unsafe`
    insert into audit_log (at, actor, action, target, source_address)
    values (now() - interval '11 minutes', 'Ann', 'play recording', 'C1', '192.0.2.1')`);
  await recordAuditOnce(db, play);
  assert.equal((await actions()).length, 2, "a second time after a while is another entry");
});

test("entries are found by person, action and time, page by page, also where many share a moment", async () => {
  await changeAuditLog(sql.unsafe`
    insert into audit_log (at, actor, action)
    select '2026-11-01T00:00:00Z'::timestamptz + (number / 10) * interval '1 hour',
      case when number % 3 = 0 then 'Ann' else 'Bob' end, case when number % 2 = 0 then 'sign in' else 'sign out' end
    from generate_series(0, 199) as number`);
  assert.deepEqual(await listAuditChoices(db, "actor"), ["Ann", "Bob"]);
  assert.deepEqual(await listAuditChoices(db, "action"), ["sign in", "sign out"]);
  const span = { from: new Date("2026-11-01T02:00:00Z"), to: new Date("2026-11-01T04:00:00Z") };
  assert.equal((await listAudit(db, span)).rows.length, 20);
  assert.equal((await listAudit(db, { ...span, actor: "Ann", action: "sign in" })).rows.length, 3);

  const seen: number[] = [];
  for (let before: string | undefined; ; ) {
    const page = await listAudit(db, {}, { before });
    seen.push(...page.rows.map(({ id }) => id));
    if (page.older === null) break;
    before = page.older;
  }
  assert.equal(seen.length, 200);
  assert.equal(new Set(seen).size, 200);
  const first = await listAudit(db, {});
  const second = await listAudit(db, {}, { before: first.older ?? "" });
  const back = await listAudit(db, {}, { after: second.newer ?? "" });
  assert.deepEqual(back.rows, first.rows);
});

test("entries are found by call, and by lead with its calls and deliveries, and not by what is only numbered alike", async () => {
  await receive("lead", { lead_id: "L1", first_name: "Ann" });
  await receive("call", { call_id: "1", lead_id: "L1", status: "SALE" });
  const [event] = await events();
  const [lead] = await rows("contacts");
  const id = String(lead?.id);
  const acts = [
    ["reveal lead", id],
    ["play recording", "1"],
    ["replay delivery", String(event?.id)],
    ["stop replay", id],
    ["play recording", "another"],
  ] as const;
  for (const [action, target] of acts) await recordAudit(db, { actor: "Ann", action, target });
  const found = async (filter: AuditFilter) =>
    (await listAudit(db, filter)).rows.map(({ action, target }) => `${action} ${target}`).toReversed();
  assert.deepEqual(await found({ callId: "1" }), ["play recording 1"]);
  assert.deepEqual(
    await found({ lead: Number(id) }),
    acts.slice(0, 3).map((act) => act.join(" ")),
  );
  assert.deepEqual(await found({ lead: Number(id), actor: "Bob" }), []);
  assert.deepEqual(
    (await listListeners(db, ["1", "another", "none"]))
      .map(({ call_id, actor, times }) => [call_id, actor, times])
      .sort(),
    [
      ["1", "Ann", 1],
      ["another", "Ann", 1],
    ],
  );
});

test("the list is read along an index, whatever is asked", async () => {
  await changeAuditLog(sql.unsafe`
    insert into audit_log (at, actor, action)
    select now() - number * interval '1 minute', 'person ' || number % 50, 'act ' || number % 20
    from generate_series(1, 20000) as number`);
  await run(owner(), sql.unsafe`analyze audit_log`);
  const Plan = z.object({ "QUERY PLAN": z.string() });
  for (const condition of [
    sql.fragment`true`,
    sql.fragment`actor = 'person 7'`,
    sql.fragment`action = 'act 7'`,
    sql.fragment`at < now() - interval '9 days'`,
    sql.fragment`(at, id) < ((select at from audit_log where id = 12000), 12000)`,
  ]) {
    const plan = await db.anyFirst(sql.type(Plan)`
      explain select * from audit_log where ${condition} order by at desc, id desc limit 51`);
    assert.match(plan.join("\n"), /Index Scan Backward using audit_log_(at|actor|action)_idx/);
    assert.doesNotMatch(plan.join("\n"), /Sort|Seq Scan/);
  }
});
