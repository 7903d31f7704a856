import assert from "node:assert/strict";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { findPendingRemovals } from "#app/db/archive/archive-removals.server.ts";
import { listArchivedRecordings } from "#app/db/archive/archived-recordings.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { findErasure } from "#app/db/erasure/erasures.server.ts";
import { runArchive } from "#app/features/archive/run-archive.server.ts";
import { erasePersonNow } from "#app/features/erasure/erase-person-now.server.ts";
import { recordingOf } from "#test/archiving.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { confirm, dump, erase, look } from "#test/erasing.ts";
import { createTestArchive } from "#test/keeping.ts";
import { receive } from "#test/receiving.ts";
import { startRecordingHost } from "#test/recording-host.ts";

const host = await startRecordingHost();
await createTestDatabase();
const db = await pool();
const folder = await createTestArchive();

beforeEach(async () => {
  await emptyTables();
  await receive("lead", { lead_id: "L1", first_name: "Zenobia", last_name: "Quill", phone_number: "2135550123" });
  const recording = `${host.url}/sound/pcm.wav?of=2135550123`;
  await receive("call", { call_id: "C1", lead_id: "L1", duration: 3, recording });
  await receive("call", { call_id: "C2", phone_number: "3105550199", recording: `${host.url}/sound/cbr.mp3` });
  await receive("call", { call_id: "C3", phone_number: "2135550123", recording: `${host.url}/status/503` });
  await runArchive();
});

const pathOf = async (callId: string) => join(folder, (await recordingOf(callId)).key ?? "none");

test("an erasure deletes the person's recordings with their files, and nobody else's, and the certificate counts them", async () => {
  const [own, other] = [await pathOf("C1"), await pathOf("C2")];
  assert.ok(existsSync(own) && existsSync(other));
  assert.equal((await look()).found.counts.recordings, 2);
  const counts = await erase();
  assert.equal(counts.recordings, 2, "the one that waits as well");
  assert.deepEqual([existsSync(own), existsSync(other)], [false, true]);
  assert.deepEqual(await listArchivedRecordings(db, "C1"), []);
  assert.ok(!(await dump()).includes("2135550123"));
});

test("while a file cannot be deleted there is no certificate, and the page says why", async () => {
  const own = await pathOf("C1");
  const looked = await look();
  assert.equal(await confirm(looked), null);
  renameSync(join(own, ".."), join(folder, "moved"));
  writeFileSync(join(own, ".."), "a file in place of the folder");
  await erasePersonNow(looked.id);
  const stopped = await findErasure(db, looked.id);
  assert.equal(stopped?.state, "found");
  assert.match(stopped?.found?.note ?? "", /still in 1 file of the archive: The folder answered ENOTDIR/);
  assert.equal((await findPendingRemovals(db)).count, 1);
});
