import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { findEvent } from "#app/db/deliveries/call-events.server.ts";
import { findReplay, listReplayResults } from "#app/db/replays/replays.server.ts";
import { rehearseReplay } from "#app/features/replays/rehearse.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { rehearseEdited, replayEdited } from "#app/features/replays/replay-edited.server.ts";
import { runReplay } from "#app/features/replays/run-replay.server.ts";
import { REPLAYS, startReplay } from "#app/features/replays/start-replay.server.ts";
import { resumeRun, stopRun } from "#app/features/runs/start-run.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { mendCalls, poisonCalls } from "#test/poison-calls.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();
const admin = { actor: "Ann", role: "operator", sourceAddress: null } as const;

const TABLES = [
  "calls", "contacts", "agents", "call_events", "pending_recordings", "audit_log", "replays", "replay_results",
  "figure_deltas", "figures", "conversion_sweeps", "graphile_worker._private_jobs",
]; // biome-ignore format: a list
const Text = z.object({ rows: z.string() });

/** Everything that stands in the tables that a replay may write to. */
async function wholeTables(): Promise<Record<string, string>> {
  const all = TABLES.map(async (table) => {
    const name = sql.identifier(table.split("."));
    const rows = await db.oneFirst(sql.type(Text)`
      select coalesce(string_agg(rows::text, E'\\n' order by rows::text), '') as rows from ${name} as rows`);
    return [table, rows] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

async function deliver(...args: Parameters<typeof rawDelivery>): Promise<string> {
  const raw = rawDelivery(...args);
  assert.ok((await receiveDelivery(raw)).isStored);
  return raw.eventId;
}

const Call = z.object({
  disposition: z.string().nullable(),
  agent: z.string().nullable(),
  lead: z.string().nullable(),
});
const callOf = (id: string) =>
  db.maybeOne(sql.type(Call)`
    select disposition, agents.name as agent, contacts.first_name as lead
    from calls left join agents on agents.id = calls.agent_id left join contacts on contacts.id = calls.contact_id
    where call_id = ${id}`);
const outcomeOf = async (id: string) => (await findEvent(db, id))?.outcome;

/** Five calls, each delivered twice by an agent about a lead, and then once more the same. */
async function fill(): Promise<string[]> {
  const ids: string[] = [];
  for (let nth = 1; nth <= 5; nth++) {
    const call = { call_id: `c${nth}`, lead_id: `L${nth}`, first_name: `Lead ${nth}`, agent_name: "Ann" };
    ids.push(await deliver("call", { ...call, status: "NI" }), await deliver("call", { ...call, status: "SALE" }));
    ids.push(await deliver("call", { ...call, status: "SALE" }));
  }
  return ids;
}

beforeEach(async () => {
  await mendCalls();
  await emptyTables();
  await owner().query(sql.unsafe`truncate replays, figure_deltas, figures cascade`);
  await emptyAuditLog();
});

test("a dry run tells row by row what would change, and leaves no trace", async () => {
  const ids = await fill();
  await db.query(sql.unsafe`delete from calls where call_id in ('c1', 'c2')`);
  await db.query(sql.unsafe`delete from contacts where lead_id = 'L1'`);
  await db.query(sql.unsafe`update calls set disposition = null where call_id = 'c3'`);
  await db.query(sql.unsafe`delete from pending_recordings`);
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
  const before = await wholeTables();
  const rehearsal = await rehearseReplay(db, ids);
  assert.ok(rehearsal);
  const { tried, changed, failedIds, rows } = rehearsal;
  assert.deepEqual(await wholeTables(), before);

  assert.deepEqual([tried, failedIds], [15, []]);
  assert.equal(changed, 6, "two each about c1, c2 and c3");
  const of = (table: string) =>
    rows
      .filter((row) => row.table === table)
      .map(({ key, change }) => `${key} ${change}`)
      .toSorted();
  assert.deepEqual(of("calls"), ["c1 made", "c2 made", "c3 changed"]);
  assert.equal(of("contacts").filter((row) => row.endsWith("made")).length, 1);
  assert.equal(of("pending_recordings").length, 5);
  assert.equal(of("jobs").length, 5);
  const c3 = rows.find(({ table, key }) => table === "calls" && key === "c3");
  assert.deepEqual(c3?.fields, [{ field: "disposition", before: null, after: "SALE" }]);
  assert.deepEqual(
    rows.find(({ key }) => key === "c1")?.fields.find(({ field }) => field === "disposition"),
    {
      field: "disposition",
      before: null,
      after: "SALE",
    },
  );
});

test("replaying what is already applied changes nothing at all, its own row included", async () => {
  const ids = await fill();
  const { audit_log, ...before } = await wholeTables();
  for (const id of ids)
    assert.deepEqual(await replayDelivery(db, id, admin), { outcome: "duplicate", isChanged: false });
  const { audit_log: audited, ...after } = await wholeTables();
  assert.deepEqual(after, before);
  assert.equal(audited?.split("\n").length, 15, "each is audited");
});

test("an older delivery that is replayed brings back what is missing, and overrides nothing newer", async () => {
  const older = await deliver("call", { call_id: "c1", status: "NI", agent_name: "Ann" });
  await deliver("call", { call_id: "c1", status: "SALE" });
  await db.query(sql.unsafe`delete from agents`);
  assert.deepEqual(await callOf("c1"), { disposition: "SALE", agent: null, lead: null });
  assert.deepEqual(await replayDelivery(db, older, admin), { outcome: "processed", isChanged: true });
  assert.deepEqual(await callOf("c1"), { disposition: "SALE", agent: "Ann", lead: null });
});

test("a delivery that today's code no longer understands keeps its effect and its outcome", async () => {
  const id = await deliver("call", { call_id: "c1", status: "NI" });
  await db.query(sql.unsafe`update call_events set body = ${sql.binary(Buffer.from("{broken"))} where id = ${id}`);
  assert.deepEqual(await replayDelivery(db, id, admin), { outcome: "invalid", isChanged: false });
  assert.equal(await outcomeOf(id), "processed");
});

test("a replay works off what its filter matches, in order, counts what came of it, and is over then", async () => {
  await fill();
  await deliver("lead", { lead_id: "L9", first_name: "Zed" });
  await db.query(sql.unsafe`delete from calls`);
  await db.query(sql.unsafe`delete from contacts`);
  const id = await startReplay(db, { filter: { endpoint: "call" }, query: "type=call" }, admin);
  assert.equal(await runReplay(id), true);
  const replay = await findReplay(db, id);
  assert.deepEqual(
    [replay?.state, replay?.applied, replay?.changed, replay?.failed, replay?.skipped],
    ["finished", 15, 10, 0, 0],
  );
  assert.deepEqual(await callOf("c5"), { disposition: "SALE", agent: "Ann", lead: "Lead 5" });
  const results = await listReplayResults(db, id, "changed");
  assert.equal(results.rows.length, 10);
  assert.equal(await runReplay(id), true, "once more does nothing");
  assert.deepEqual(await findReplay(db, id), replay);
  const again = await startReplay(db, { filter: { endpoint: "call" }, query: "type=call" }, admin);
  await runReplay(again);
  assert.equal((await findReplay(db, again))?.changed, 0);
});

test("of deliveries that cannot be applied each is counted and named, and the others go on", async () => {
  const ids = await fill();
  await db.query(sql.unsafe`delete from calls`);
  await poisonCalls(sql.fragment`new.call_id = 'c2'`);
  await deliver("echo", { call_id: "c1" });
  const id = await startReplay(db, { filter: {}, query: "" }, admin);
  await runReplay(id);
  const replay = await findReplay(db, id);
  assert.deepEqual([replay?.state, replay?.applied, replay?.failed, replay?.skipped], ["finished", 12, 3, 1]);
  const failed = await listReplayResults(db, id, "failed");
  assert.deepEqual(failed.rows, ids.slice(3, 6).toReversed());
  assert.ok(await callOf("c5"));
  const rehearsal = await rehearseReplay(db, ids);
  assert.deepEqual([rehearsal?.tried, rehearsal?.failedIds], [15, ids.slice(3, 6)]);
});

test("a replay that is stopped does no more, and continues where it was when somebody lets it", async () => {
  await fill();
  await db.query(sql.unsafe`delete from calls`);
  const id = await startReplay(db, { filter: {}, query: "" }, admin);
  assert.equal(await stopRun(db, REPLAYS, id, admin), true);
  assert.equal(await runReplay(id), true);
  assert.equal((await findReplay(db, id))?.applied, 0);
  assert.equal(await resumeRun(db, REPLAYS, id, admin), true);
  await runReplay(id);
  assert.equal((await findReplay(db, id))?.applied, 15);
  assert.equal(await stopRun(db, REPLAYS, id, admin), false, "it is over");
  const Action = z.object({ action: z.string() });
  assert.deepEqual(await db.anyFirst(sql.type(Action)`select action from audit_log order by id`), [
    "replay deliveries",
    "stop replay",
    "resume replay",
  ]);
});

test("an edited payload is a separate delivery, the newest, that names the one it came from", async () => {
  const original = await deliver("call", { call_id: "c1", status: "NI", duration: 20 });
  const event = await findEvent(db, original);
  assert.ok(event);
  const edit = { body: '{"call_id":"c1","status":"SALE"}', contentType: "application/json", query: "", isTest: false };
  const before = await wholeTables();
  const rehearsal = await rehearseEdited(db, event, edit);
  assert.deepEqual(await wholeTables(), before);
  assert.equal(rehearsal?.rows.find(({ table }) => table === "calls")?.change, "changed");

  const { eventId, outcome } = await replayEdited(db, event, edit, admin);
  assert.equal(outcome, "processed");
  assert.deepEqual(await findEvent(db, original), event, "the original stays as it was");
  assert.equal((await callOf("c1"))?.disposition, "SALE");
  const Made = z.object({ replay_of: z.string(), source_address: z.string(), body: z.string() });
  assert.deepEqual(
    await db.one(sql.type(Made)`
      select replay_of, source_address, convert_from(body, 'UTF8') as body from call_events where id = ${eventId}`),
    { replay_of: original, source_address: "replay", body: edit.body },
  );
  assert.equal((await replayEdited(db, event, { ...edit, body: "{broken" }, admin)).outcome, "invalid");
});
