import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { sql } from "slonik";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { findErasure } from "#app/db/erasure/erasures.server.ts";
import { env } from "#app/env.server.ts";
import { erasePersonNow } from "#app/features/erasure/erase-person-now.server.ts";
import { NO_FIELD_MAPS } from "#app/features/ingest/field-maps.server.ts";
import { readDelivery } from "#app/features/ingest/read-delivery.server.ts";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";
import { spool } from "#app/features/spool/spool.server.ts";
import { packDelivery } from "#app/features/spool/spooled-delivery.server.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase } from "#test/database.ts";
import { confirm, dump, erase, isInside, look, select } from "#test/erasing.ts";
import { rawDelivery } from "#test/raw-delivery.ts";
import { receive } from "#test/receiving.ts";

const convoso = await startSimulator();
process.env.CONVOSO_API_URL = convoso.apiUrl;
process.env.CONVOSO_AUTH_TOKEN = convoso.authToken;
const { url } = await createTestDatabase();
const db = await pool();
after(() => convoso.stop());

async function untilWaiting(count: number): Promise<void> {
  const Waiting = z.object({ count: z.number() });
  const waiting = () =>
    db.oneFirst(sql.type(Waiting)`
      select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  for (let tries = 0; tries < 1000; tries++, await sleep(10)) if ((await waiting()) === count) return;
  assert.fail(`not ${count} waiting`);
}

test("a search that is under way while its person is erased does not attach the recording", async () => {
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  await receive("call", { call_log_id: call.id, phone_number: "2135550123", length_in_sec: "60" });
  // The first one waits for us, and the other behind it: the erasure, then the search with its answer.
  const looked = await look();
  assert.equal(await confirm(looked), null);
  const holder = new pg.Client(url);
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from pending_recordings where call_id = $1 for update", [call.id]);
  const erasing = erasePersonNow(looked.id);
  await untilWaiting(1);
  const running = fetchRecordingNow(call.id);
  await untilWaiting(2);
  await holder.end();
  await erasing;
  await running;
  const Row = z.object({ recording_url: z.string().nullable(), phone_number: z.string().nullable() });
  const row = await db.one(sql.type(Row)`select recording_url, phone_number from calls where call_id = ${call.id}`);
  assert.deepEqual(row, { recording_url: null, phone_number: null });
});

test("deliveries in the spool are erased with the rest, and so is a damaged segment", async () => {
  const dir = env().SPOOL_DIR;
  const raw = rawDelivery("lead", { first_name: "Zenobia", phone_number: "(213) 555-0123" });
  await spool().append(packDelivery(readDelivery(raw, NO_FIELD_MAPS)));
  const damaged = join(dir, `${uuidv7()}.damaged`);
  writeFileSync(damaged, "\0\x01%2B12135550123\0");
  writeFileSync(join(dir, `${uuidv7()}.damaged`), "\0\x01somebody else\0");
  assert.equal((await erase()).leads, 1);
  assert.equal(existsSync(damaged), false);
  assert.equal(readdirSync(dir).length, 1, "a segment about somebody else is left alone");
  assert.ok(!isInside(await dump()));
});

test("a damaged segment that names the person with accents, escapes or Arabic digits is deleted", async () => {
  const dir = env().SPOOL_DIR;
  await receive("lead", { lead_id: "L9", first_name: "José", last_name: "Núñez", phone_number: "2135550123" });
  const texts = [
    "José Núñez",
    "first_name=Jos%C3%A9&last_name=N%C3%BA%C3%B1ez",
    '"JOS\\u00c9 N\\u00da\\u00d1EZ"',
    "٢١٣٥٥٥٠١٢٣",
  ];
  const paths = texts.map((text) => {
    const path = join(dir, `${uuidv7()}.damaged`);
    writeFileSync(path, `\0\x01${text}\0`);
    return path;
  });
  await erase();
  assert.deepEqual(paths.filter(existsSync), []);
});

test("a delivery about the person that arrives during the erasure is erased, and a new lead is shown first", async () => {
  await receive("lead", { lead_id: "L5", first_name: "Zenobia", phone_number: "2135550123" });
  const looked = await look();
  assert.equal(await confirm(looked), null);
  // The worker has read leads, calls and deliveries, and is about to read what admins did.
  const holder = new pg.Client(url);
  await holder.connect();
  await holder.query("begin");
  await holder.query("lock table audit_log in access exclusive mode");
  const erasing = erasePersonNow(looked.id);
  await untilWaiting(1);
  await receive("call", { call_id: "C5", lead_id: "L5", comments: "Zenobia, still" });
  await receive("lead", { lead_id: "L6", first_name: "Zenobia", alt: "213 555 0123" });
  await receive("call", { call_id: "C6", lead_id: "L6", comments: "Zenobia, again" });
  await receive("call", { call_id: "C7", comments: "213-555-0123 is Zenobia" });
  await holder.query("commit");
  await holder.end();
  await erasing;
  const again = await findErasure(db, looked.id);
  assert.match(again?.found?.note ?? "", /More leads were found/);
  assert.deepEqual(
    again?.found?.leads.map(({ leadIds }) => leadIds),
    [["L6"]],
  );
  const isSelected = again?.found?.leads.map(({ isSure }) => isSure);
  assert.deepEqual(isSelected, [false], "nobody has decided about it");
  assert.ok(again?.found);
  const shown = await select(
    again,
    again.found.leads.map(({ id }) => id),
  );
  assert.equal(await confirm(shown), null);
  await erasePersonNow(looked.id);
  assert.equal((await findErasure(db, looked.id))?.state, "done");
  const left = await dump();
  assert.ok(!isInside(left) && !left.includes("Zenobia"));
});

test("a worker that is stopped half way begins again, and a job that runs twice does nothing twice", async () => {
  await receive("lead", { lead_id: "L7", phone_number: "2135550123" });
  const looked = await look();
  assert.equal(await confirm(looked), null);
  await assert.rejects(erasePersonNow(looked.id, AbortSignal.abort()));
  assert.equal((await findErasure(db, looked.id))?.state, "erasing");
  await Promise.all([erasePersonNow(looked.id), erasePersonNow(looked.id)]);
  await erasePersonNow(looked.id);
  const Count = z.object({ count: z.number() });
  const count = await db.oneFirst(sql.type(Count)`
    select count(*) from erasures join audit_log on audit_log.id = certificate_id where erasures.id = ${looked.id}`);
  assert.equal(count, 1);
  assert.match(String(await confirm(looked)), /in the meantime/, "nor is it begun twice");
  assert.ok(!isInside(await dump()));
});
