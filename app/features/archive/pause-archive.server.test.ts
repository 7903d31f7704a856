import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { listStuckCalls } from "#app/db/archive/stuck-recordings.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { pauseArchive, resumeArchive } from "#app/features/archive/pause-archive.server.ts";
import { readProgress } from "#app/features/archive/read-progress.server.ts";
import { runArchive } from "#app/features/archive/run-archive.server.ts";
import { startArchiving } from "#app/features/archive/start-archiving.server.ts";
import { tellArchive } from "#app/features/archive/tell-archive.server.ts";
import { getHealth } from "#app/features/health/get-health.server.ts";
import { addCall, recordingOf } from "#test/archiving.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { admin } from "#test/erasing.ts";
import { createTestArchive } from "#test/keeping.ts";
import { jobs } from "#test/receiving.ts";
import { sound, startRecordingHost } from "#test/recording-host.ts";

const host = await startRecordingHost();
await createTestDatabase();
const db = await pool();
await createTestArchive();
beforeEach(async () => {
  await emptyTables();
  await resumeArchive(db, admin);
});

const queued = async () => (await jobs()).filter(({ task_identifier: task }) => task === "archive_recordings").length;
const acts = () =>
  db.anyFirst(sql.type(z.object({ action: z.string() }))`
    select action from audit_log where action like '% archive' order by id desc limit 2`);

test("a pause ends the copies that are under way, and keeps every worker from new ones until it is resumed", async () => {
  const asked = Promise.withResolvers<void>();
  host.answers.set("slow", (res) => {
    res.writeHead(200).write(sound("pcm.wav").subarray(0, 5000));
    asked.resolve();
  });
  await addCall("under way", `${host.url}/slow`, { daysAgo: 2 });
  await addCall("next", `${host.url}/sound/pcm.wav`);
  const copying = runArchive();
  await asked.promise;
  assert.equal(await pauseArchive(db, admin), true);
  assert.equal(await copying, "paused");
  const { state, tries } = await recordingOf("under way");
  assert.deepEqual([state, tries], ["due", 0], "nothing is held against it");
  await startArchiving();
  assert.deepEqual([await queued(), await runArchive()], [0, "paused"]);
  assert.equal(await tellArchive(db), "paused");
  const health = await getHealth();
  assert.equal(health.ok && health.archive, "Copying is paused.", "names nobody");

  host.answers.set("slow", (res) => void res.end(sound("pcm.wav")));
  assert.equal(await resumeArchive(db, admin), true);
  assert.equal(await queued(), 1, "at once, and not within a minute");
  assert.equal(await runArchive(), "over");
  assert.equal((await recordingOf("under way")).state, "archived");
  assert.deepEqual(await acts(), ["resume archive", "pause archive"]);
});

test("pausing twice or resuming twice changes nothing and is not in the audit log", async () => {
  assert.equal(await resumeArchive(db, admin), false);
  assert.equal(await pauseArchive(db, admin), true);
  assert.equal(await pauseArchive(db, { ...admin, actor: "Bob" }), false);
  assert.deepEqual((await readProgress(db, new Date())).state.paused_by, "Ann");
  assert.deepEqual(await acts(), ["pause archive", "resume archive"]);
});

test("the progress counts each state, tells when all is copied at the pace of the last hour, and groups what is stuck", async () => {
  for (let nth = 0; nth < 5; nth++) await addCall(`done${nth}`, `${host.url}/sound/cbr.mp3?${nth}`);
  for (let nth = 0; nth < 7; nth++) await addCall(`gone${nth}`, `${host.url}/missing/${nth}`, { daysAgo: 60 + nth });
  await addCall("a page", `${host.url}/page`, { daysAgo: 60 });
  await runArchive();
  for (let nth = 0; nth < 10; nth++) await addCall(`due${nth}`, `${host.url}/sound/cbr.mp3?${nth}`);
  await db.query(sql.unsafe`update archive_attempts set at = now() - interval '10 minutes'`);
  const now = new Date();
  const { counts, pace, doneAt, standing, stuck, bytes } = await readProgress(db, now);
  assert.deepEqual([counts, standing], [{ archived: 5, due: 10, gone: 7, not_audio: 1 }, "copying"]);
  assert.deepEqual([pace.copies, pace.bytes, bytes], [5, 5 * sound("cbr.mp3").length, 5 * sound("cbr.mp3").length]);
  const minutes = (Number(doneAt) - Number(now)) / 60_000;
  assert.ok(Math.abs(minutes - 20) < 1, `${minutes} minutes for 10, where 5 took 10`);
  assert.deepEqual(
    stuck.map(({ state, reason, count, calls }) => [state, reason, count, calls.length, calls[0]?.call_id]),
    [
      ["gone", "missing", 7, 5, "gone6"],
      ["not_audio", "page", 1, 1, "a page"],
    ],
  );
  const gone = { state: "gone", reason: "missing" } as const;
  const first = await listStuckCalls(db, gone, undefined, 5);
  const rest = await listStuckCalls(db, gone, String(first.at(-1)?.id), 5);
  const inOrder = [6, 5, 4, 3, 2, 1, 0].map((nth) => `gone${nth}`);
  assert.deepEqual(
    [...first, ...rest].map(({ call_id }) => call_id),
    inOrder,
    "all of them are listed, the oldest first",
  );
});
