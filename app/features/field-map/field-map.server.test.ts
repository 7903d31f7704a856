import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { type FieldMapEntry, makeFieldMap } from "#app/convoso/field-map.server.ts";
import { isDatabaseKnownAway, noteDatabaseAway } from "#app/db/connection/database-circuit.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { findEvent } from "#app/db/deliveries/call-events.server.ts";
import { findNewestFieldMap, insertFieldMap, listNewestFieldMaps } from "#app/db/deliveries/field-maps.server.ts";
import { listAudit } from "#app/db/people/audit-log.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { compareEvents } from "#app/features/deliveries/compare-events.server.ts";
import { explainEvent } from "#app/features/deliveries/explain-event.server.ts";
import { traceChanges } from "#app/features/deliveries/trace-changes.server.ts";
import { countAffected } from "#app/features/field-map/count-affected.server.ts";
import { listSentKeys } from "#app/features/field-map/list-sent-keys.server.ts";
import { restoreFieldMap, saveFieldMap } from "#app/features/field-map/save-field-map.server.ts";
import { tryFieldMap } from "#app/features/field-map/try-field-map.server.ts";
import { loadFieldMapsOf } from "#app/features/ingest/field-maps.server.ts";
import { keepFieldMapsFresh, refreshFieldMaps } from "#app/features/ingest/field-maps-in-use.server.ts";
import { endWatching } from "#app/features/live/watch-changes.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { rehearseEdited, replayEdited } from "#app/features/replays/replay-edited.server.ts";
import { drainSpool } from "#app/features/spool/drain-spool.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rawDelivery } from "#test/raw-delivery.ts";
import { events, receive, rows } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();

beforeEach(async () => {
  await emptyTables();
  await owner().query(sql.unsafe`truncate field_maps`);
  await refreshFieldMaps(db);
});

const admin = { actor: "ada@example.com", role: "admin", sourceAddress: null } as unknown as Admin;
const LEAD = { lead_id: "L1", first_name: "Ann", "Best number": "239-555-0142" };
const PHONE = "+12395550142";
const asPhone = [{ key: "best_number", field: "phoneNumber" }];

const save = (map: { key: string; field: string | null }[], basedOn = 0, endpoint: "lead" | "call" = "lead") =>
  saveFieldMap(db, { endpoint, map, note: "why" }, basedOn, admin);

async function eventOf(id: string) {
  const event = await findEvent(db, id);
  assert.ok(event);
  return event;
}

async function explain(id: string) {
  const event = await eventOf(id);
  return explainEvent(event, (await loadFieldMapsOf(db, [event]))(event));
}

const fieldOf = async (id: string) =>
  (await explain(id))?.readings.find(({ key }) => key === "Best number")?.field ?? null;

test("a saved map reads the next delivery, which remembers its version", async () => {
  const before = await receive("lead", LEAD);
  assert.deepEqual(await save(asPhone), { version: 1 });
  const after = await receive("lead", { ...LEAD, lead_id: "L2" });
  const [first, second] = await rows("contacts");
  assert.deepEqual([first?.phone_e164, second?.phone_e164], [null, PHONE]);
  const ids = [before.delivery.raw.eventId, after.delivery.raw.eventId];
  assert.deepEqual(
    (await events()).map(({ id, field_map_version }) => [id, field_map_version]),
    [
      [ids[0], null],
      [ids[1], 1],
    ],
  );
  const single = await receive("lead", { ...LEAD, lead_id: "L3" });
  assert.equal((await eventOf(single.delivery.raw.eventId)).field_map_version, 1);
});

test("the map of one webhook does not read what is sent to the other", async () => {
  await save(asPhone);
  await receive("call", { call_id: "C1", "Best number": "239-555-0142" });
  const [call] = await rows("calls");
  assert.equal(call?.phone_e164, null);
  assert.deepEqual(call?.extra, { "Best number": "239-555-0142" });
});

test("a delivery is explained with the map that read it, whatever was saved since, and after a replay with the newest", async () => {
  const { delivery } = await receive("lead", LEAD);
  const id = delivery.raw.eventId;
  await save(asPhone);
  assert.equal(await fieldOf(id), null);
  assert.deepEqual(await replayDelivery(db, id, admin), { outcome: "processed", isChanged: true });
  assert.equal(await fieldOf(id), "phoneNumber");
  assert.equal((await rows("contacts"))[0]?.phone_e164, PHONE);
  await save([{ key: "Best number", field: null }], 1);
  assert.equal(await fieldOf(id), "phoneNumber");
  const changes = await traceChanges(db, await eventOf(id));
  assert.ok(changes[0]?.fields.some(({ field, after }) => field === "phoneE164" && after === PHONE));
});

test("a replay that changes nothing else remembers the newest map, and one that cannot read any more keeps the old one", async () => {
  const { delivery } = await receive("lead", { lead_id: "L1", first_name: "Ann" });
  const id = delivery.raw.eventId;
  await save(asPhone);
  assert.equal((await replayDelivery(db, id, admin))?.isChanged, false);
  assert.equal((await eventOf(id)).field_map_version, 1);
  await save([...asPhone, { key: "lead_id", field: null }, { key: "first_name", field: null }], 1);
  await replayDelivery(db, id, admin);
  const event = await eventOf(id);
  assert.deepEqual([event.outcome, event.field_map_version], ["processed", 1]);
});

test("two deliveries are compared by the fields that each was read as", async () => {
  const { delivery: older } = await receive("lead", LEAD);
  await save(asPhone);
  const { delivery: newer } = await receive("lead", LEAD);
  const [was, is] = [await eventOf(older.raw.eventId), await eventOf(newer.raw.eventId)];
  const { fields } = await compareEvents(db, was, is);
  const changed = fields
    ?.filter(({ change }) => change !== "same")
    .map(({ label, keys, change }) => [label, keys[0], change]);
  assert.deepEqual(changed, [
    [null, "Best number", "removed"],
    ["Phone", "Best number", "added"],
  ]);
});

test("an edited copy and its dry run are read with the newest map", async () => {
  const { delivery } = await receive("lead", LEAD);
  const original = await eventOf(delivery.raw.eventId);
  await save(asPhone);
  const edit = { body: JSON.stringify(LEAD), contentType: "application/json", query: "", isTest: false };
  const rehearsal = await rehearseEdited(db, original, edit);
  assert.ok(rehearsal?.rows.some(({ fields }) => fields.some(({ after }) => after === PHONE)));
  const { eventId } = await replayEdited(db, original, edit, admin);
  assert.equal((await eventOf(eventId)).field_map_version, 1);
  assert.equal((await rows("contacts"))[0]?.phone_e164, PHONE);
});

test("a delivery that waited in the spool is read with the map of the moment when it is stored", async () => {
  await receive("lead", { lead_id: "L0" });
  noteDatabaseAway();
  assert.equal((await receiveDelivery(rawDelivery("lead", LEAD))).isStored, false);
  await save(asPhone);
  await drainSpool();
  while (isDatabaseKnownAway()) await sleep(50);
  const stored = (await events()).find(({ field_map_version }) => field_map_version === 1);
  assert.equal((await rows("contacts")).find(({ id }) => id === stored?.contact_id)?.phone_e164, PHONE);
});

test("while the database is down deliveries are read with the last known map", async () => {
  await save(asPhone);
  noteDatabaseAway();
  const received = await receiveDelivery(rawDelivery("lead", { "Best number": "239-555-0142" }));
  assert.ok(!received.isStored && received.isSpooled);
  assert.deepEqual([received.delivery.verdict.outcome, received.delivery.fieldMapVersion], ["processed", 1]);
  await drainSpool();
  while (isDatabaseKnownAway()) await sleep(50);
});

test("a map that another process saved is noticed: at once by one that is told, within a second or so by any other", async () => {
  const elsewhere = (version: number) =>
    insertFieldMap(db, { endpoint: "lead", version, map: asPhone, note: null, created_by: "bob@example.com" });
  await elsewhere(1);
  await sleep(1_050);
  await receive("lead", LEAD);
  assert.equal((await events()).at(-1)?.field_map_version, 1);
  const stop = keepFieldMapsFresh();
  try {
    let told = 1;
    for (let tries = 0; tries < 200 && told === 1; tries++) {
      if (tries === 20) {
        await elsewhere(2);
        await db.query(sql.unsafe`select pg_notify('portal_changes', 'field-maps')`);
      }
      await sleep(25);
      await receive("lead", LEAD);
      told = (await events()).at(-1)?.field_map_version as number;
    }
    assert.equal(told, 2);
  } finally {
    stop();
    await endWatching();
  }
});

test("nothing is edited in place: every save and restoration is a version, with who, why and what, and is audited", async () => {
  await save(asPhone);
  await save([{ key: "Best number", field: "email" }], 1);
  assert.deepEqual(await restoreFieldMap(db, { endpoint: "lead", version: 1, basedOn: 2 }, admin), { version: 3 });
  const [newest] = await listNewestFieldMaps(db);
  assert.deepEqual([newest?.version, newest?.map, newest?.created_by], [3, asPhone, "ada@example.com"]);
  assert.equal(await restoreFieldMap(db, { endpoint: "lead", version: 9, basedOn: 3 }, admin), null);
  const acts = (await listAudit(db, {})).rows.map(({ action, target, details }) => [action, target, details.changes]);
  assert.deepEqual(acts.slice(0, 2), [
    ["restore field map", "lead", [{ key: "best_number", before: "E-mail", after: "Phone" }]],
    ["change field map", "lead", [{ key: "Best number", before: "Phone", after: "E-mail" }]],
  ]);
});

test("a draft that somebody overtook is not saved over theirs, and one that changes nothing makes no version", async () => {
  await save(asPhone);
  assert.deepEqual(await save([{ key: "Best  Number", field: "phoneNumber" }], 1), { isSame: true });
  const overtaken = await save([]);
  assert.equal("conflict" in overtaken && overtaken.conflict.version, 1);
  assert.equal((await findNewestFieldMap(db, "lead"))?.version, 1);
});

test("the keys that came lately are listed with how often, how they are read, and their latest values", async () => {
  for (const number of ["239-555-0142", "239-555-0143", "239-555-0143", "239-555-0144", "239-555-0145"]) {
    await receive("lead", { lead_id: number, "Best number": number });
  }
  await receive("lead", { lead_id: "L9", best_number: "" });
  const { deliveries, keys } = await listSentKeys(db, "lead", null);
  assert.equal(deliveries, 6);
  assert.deepEqual(keys[0], {
    key: "best_number",
    count: 6,
    field: null,
    values: ["239-555-0145", "239-555-0144", "239-555-0143"],
  });
  assert.deepEqual([keys[1]?.key, keys[1]?.field, keys[1]?.count], ["lead_id", "leadId", 6]);
});

test("a draft is tried on earlier deliveries: it shows which would be read differently, field by field, and stores nothing", async () => {
  await receive("lead", LEAD);
  await receive("lead", LEAD);
  await receive("lead", { lead_id: "L2", first_name: "Bea" });
  await receive("lead", { "Best number": "239-555-0143" });
  const before = [await rows("contacts"), await events()];
  const trial = await tryFieldMap(db, "lead", { inUse: null, draft: asPhone });
  assert.deepEqual([trial.lookedAt, trial.containing, trial.tried, trial.different, trial.otherCalls], [4, 3, 3, 3, 0]);
  const phones = trial.fields.find(({ field }) => field === "Phone");
  assert.deepEqual(phones, { field: "Phone", gained: 3, changed: 0, lost: 0, leads: 2 });
  assert.deepEqual(trial.rows[0]?.changes, [
    { field: "Read as", before: "nothing: The delivery has no lead that the portal recognizes.", after: "a lead" },
    { field: "Phone", before: null, after: "+12395550143" },
  ]);
  assert.deepEqual([await rows("contacts"), await events()], before);
});

test("a trial finds the deliveries that have a changed key behind many that lack it, and says how many have one", async () => {
  for (let nth = 0; nth < 3; nth++) await receive("lead", { ...LEAD, lead_id: `K${nth}` });
  for (let nth = 0; nth < 120; nth++) await receive("lead", { lead_id: `M${nth}`, first_name: "Bea" });
  const tryOut = async (draft: FieldMapEntry[], before: FieldMapEntry[] = []) => {
    const trial = await tryFieldMap(db, "lead", { inUse: makeFieldMap(1, before), draft });
    return [trial.lookedAt, trial.containing, trial.tried, trial.different];
  };
  assert.deepEqual(await tryOut(asPhone), [123, 3, 3, 3]);
  assert.deepEqual(await tryOut([], asPhone), [123, 3, 3, 3], "a key that is taken out");
  assert.deepEqual(await tryOut(asPhone, asPhone), [123, 0, 0, 0], "no change");
  const many = await tryOut([{ key: "first_name", field: null }]);
  assert.deepEqual(many, [123, 123, 100, 100]);
});

test("a trial says where a call would get another id, since a replay would add it as a new one", async () => {
  await receive("call", { lead_id: "L1", start_time: "2026-01-05 10:00:00", "Our no": "C77" });
  const { otherCalls } = await tryFieldMap(db, "call", { inUse: null, draft: [{ key: "Our no", field: "callId" }] });
  assert.equal(otherCalls, 1);
});

test("the deliveries that a change affects are counted and found by its keys, in every shape of a body", async () => {
  await receive("lead", LEAD);
  await receive("lead", "lead_id=L2&Best+number=239-555-0143", { contentType: "application/x-www-form-urlencoded" });
  await receive("lead", { lead_id: "L3", survey: { "Best number": "239-555-0144" } });
  await receive("lead", { lead_id: "L4" });
  const kept = { key: "first_name", field: null };
  const affected = await countAffected(db, "lead", [kept], [kept, { key: "survey.Best number", field: "phoneNumber" }]);
  const terms = [{ field: "text", operator: ":", value: "Best number", isNot: false }];
  assert.deepEqual(affected, [{ key: "survey.Best number", search: '"Best number"', terms, count: 3, isMore: false }]);
});

test("the parts of a list are read with the map, remember its version, and that of a replay of the list", async () => {
  const list = [LEAD, { ...LEAD, lead_id: "L2" }];
  const { delivery } = await receive("lead", list);
  await save(asPhone);
  await replayDelivery(db, delivery.raw.eventId, admin);
  assert.deepEqual(
    (await events()).map(({ outcome, field_map_version }) => [outcome, field_map_version]),
    [
      ["split", 1],
      ["processed", 1],
      ["processed", 1],
    ],
  );
  assert.deepEqual(
    (await rows("contacts")).map(({ phone_e164 }) => phone_e164),
    [PHONE, PHONE],
  );
});
