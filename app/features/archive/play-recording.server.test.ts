import assert from "node:assert/strict";
import { mkdirSync, readdirSync, renameSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { z } from "zod";
import { listAttempts } from "#app/db/archive/archive-attempts.server.ts";
import { listArchivedRecordings } from "#app/db/archive/archived-recordings.server.ts";
import { findCall } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { listCustody } from "#app/db/evidence/custody.server.ts";
import { env } from "#app/env.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { playRecording } from "#app/features/archive/play-recording.server.ts";
import { runArchive } from "#app/features/archive/run-archive.server.ts";
import { tellArchive } from "#app/features/archive/tell-archive.server.ts";
import { watchStore } from "#app/features/archive/watch-store.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { addCall, addMore, recordingOf } from "#test/archiving.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { createTestArchive } from "#test/keeping.ts";
import { sound, startRecordingHost } from "#test/recording-host.ts";
import { BUCKET, REGION, startS3Server } from "#test/s3-server.ts";

const host = await startRecordingHost();
const s3 = await startS3Server();
await createTestDatabase();
const db = await pool();
const folder = await createTestArchive();
beforeEach(async () => {
  await emptyTables();
  await emptyAuditLog();
});

const admin = { actor: "Ann", role: "operator", sourceAddress: null } as const;
const WAV = sound("pcm.wav");
const MP3 = sound("cbr.mp3");

type Asking = { range?: string | null; ifRange?: string | null; place?: number | null };
async function play(callId: string, { range = null, ifRange = null, place = null }: Asking = {}) {
  const opened = await playRecording(db, callId, {
    range,
    ifRange,
    place,
    signal: new AbortController().signal,
    admin,
  });
  assert.ok(opened);
  if (!opened.ok) return { status: opened.status, length: opened.length };
  const bytes = await new Response(opened.body).arrayBuffer().then(Buffer.from, () => "broke off");
  return { status: opened.status, bytes, headers: opened.headers, place: opened.place };
}
const playsOf = (callId: string) =>
  db.anyFirst(sql.type(z.object({ it: z.string() }))`
    select action || ' ' || (details->>'recording') as it from audit_log where target = ${callId} order by id`);

for (const [name, settings] of [
  ["a folder", { ARCHIVE_DIR: folder, ARCHIVE_URL: undefined }],
  ["a bucket", { ARCHIVE_DIR: folder, ARCHIVE_URL: `s3://${BUCKET}/x?region=${REGION}&endpoint=${s3.url}` }],
] as const) {
  describe(`an archive in ${name}`, () => {
    beforeEach(() => {
      singleton("archive-stores", () => new Map()).clear();
      Object.assign(env(), settings);
    });

    test("plays what it keeps, whole or a part, as the vendor would, and does not ask the vendor", async () => {
      await addCall("a", `${host.url}/sound/pcm.wav`);
      await runArchive();
      const asked = host.asked.length;
      const whole = await play("a");
      assert.deepEqual([whole.status, whole.bytes], [200, WAV]);
      const header = (of: typeof whole, key: string) => of.headers?.get(key);
      assert.deepEqual([header(whole, "content-length"), header(whole, "accept-ranges")], [`${WAV.length}`, "bytes"]);
      assert.equal(header(whole, "content-type"), "audio/wav");
      for (const [range, first, last] of [
        ["bytes=0-", 0, WAV.length - 1],
        ["bytes=100-199", 100, 199],
        ["bytes=-10", WAV.length - 10, WAV.length - 1],
      ] as const) {
        const part = await play("a", { range, ifRange: header(whole, "etag") ?? "none" });
        assert.deepEqual([part.status, part.bytes], [206, WAV.subarray(first, last + 1)], range);
        assert.equal(header(part, "content-range"), `bytes ${first}-${last}/${WAV.length}`);
        assert.equal(header(part, "content-length"), `${last - first + 1}`);
      }
      assert.equal((await play("a", { range: "bytes=5-9", ifRange: '"another"' })).status, 200);
      assert.deepEqual(await play("a", { range: `bytes=${WAV.length}-` }), { status: 416, length: WAV.length });
      assert.equal(host.asked.length, asked);
      assert.deepEqual(await playsOf("a"), ["play recording 1"], "once within some minutes");
    });

    test("leads to the vendor for a file that is not there, and says that it is lost", async () => {
      await addCall("a", `${host.url}/sound/pcm.wav`);
      await runArchive();
      await archiveStore()?.remove((await recordingOf("a")).key ?? "");
      const part = await play("a", { range: "bytes=10-19" });
      assert.deepEqual([part.status, part.bytes], [206, WAV.subarray(10, 20)], "the host answers the whole");
      const { state, reason } = await recordingOf("a");
      assert.deepEqual([state, reason], ["lost", "vanished"]);
      assert.deepEqual((await listAttempts(db, "a")).map(({ action, outcome }) => `${action} ${outcome}`), ["copy archived", "verify lost"]); // biome-ignore format: a list
    });
  });
}

describe("an archive in a folder", () => {
  beforeEach(() => Object.assign(env(), { ARCHIVE_DIR: folder, ARCHIVE_URL: undefined }));
  const pathOf = async (callId: string) => join(folder, (await recordingOf(callId)).key ?? "");

  test("breaks off where a file is shorter than it was, and leads to the vendor from then on", async () => {
    await addCall("a", `${host.url}/sound/pcm.wav`);
    await runArchive();
    truncateSync(await pathOf("a"), 1000);
    assert.equal((await play("a")).bytes, "broke off");
    while ((await recordingOf("a")).state !== "lost") await sleep(10);
    assert.equal((await recordingOf("a")).reason, "changed");
    assert.equal((await play("a")).bytes?.length, WAV.length);
    await addCall("b", `${host.url}/sound/pcm.wav`);
    await runArchive();
    truncateSync(await pathOf("b"), 1000);
    assert.equal((await play("b", { range: "bytes=2000-" })).status, 206, "nothing of that part is there");
    assert.equal((await recordingOf("b")).state, "lost");
  });

  test("leads to the vendor while the store cannot be asked, which says nothing of the file", async () => {
    await addCall("a", `${host.url}/sound/pcm.wav`);
    await runArchive();
    await db.query(sql.unsafe`update archived_recordings set store = 's3://nobody?endpoint=http://127.0.0.1:9'`);
    assert.equal((await play("a")).bytes?.length, WAV.length);
    assert.equal((await recordingOf("a")).state, "archived");
    assert.equal(await tellArchive(db), "idle", "an earlier store keeps nothing from being copied");
  });

  test("leads to the vendor while its disk is not mounted, which is said at once and not taken for a loss", async () => {
    await addCall("a", `${host.url}/sound/pcm.wav`);
    await runArchive();
    renameSync(folder, `${folder}-unmounted`);
    mkdirSync(folder);
    assert.equal((await play("a")).bytes?.length, WAV.length);
    assert.equal(await tellArchive(db), "no store");
    await addCall("b", `${host.url}/sound/pcm.wav`);
    assert.equal(await runArchive(), "held");
    await watchStore();
    assert.deepEqual([await tellArchive(db), readdirSync(folder)], ["no store", []], "it is not taken for a new one");
    rmSync(folder, { recursive: true });
    renameSync(`${folder}-unmounted`, folder);
    await watchStore();
    assert.equal(await tellArchive(db), "copying");
    assert.equal((await recordingOf("a")).state, "archived");
  });

  test("plays first the recording whose length fits the call, and each by its place", async () => {
    await addCall("a", `${host.url}/sound/pcm.wav`, { seconds: 3 });
    await addMore("a", `${host.url}/sound/cbr.mp3`, `${host.url}/status/503`);
    await runArchive();
    await db.query(sql.unsafe`update archived_recordings set seconds = 90 where place = 1`);
    assert.deepEqual([(await play("a")).bytes, (await play("a")).place], [MP3, 2]);
    assert.deepEqual([(await play("a", { place: 1 })).bytes, (await play("a", { place: 2 })).bytes], [WAV, MP3]);
    assert.equal((await play("a", { place: 3 })).status, 502, "not copied yet: the vendor is asked");
    const unknown = { place: 4, range: null, signal: new AbortController().signal, admin };
    assert.equal(await playRecording(db, "a", unknown), null);
    assert.deepEqual(await playsOf("a"), ["play recording 2", "play recording 1", "try to play recording 3"]);
    const played = (await listCustody(db, ["a"])).filter(({ what }) => what === "play recording");
    assert.deepEqual(played.map(({ recording }) => recording), [2, 1]); // biome-ignore format: a list
  });

  test("makes its link one that plays, whose end no longer matters", async () => {
    await addCall("a", `${host.url}/sound/pcm.wav`);
    await runArchive();
    const stateOf = async () => (await findCall(db, "a"))?.recording_state;
    assert.equal(await stateOf(), "playable");
    host.answers.set("ended", (res) => void res.writeHead(404).end());
    await db.query(sql.unsafe`update archived_recordings set source_url = ${`${host.url}/ended`}`);
    await db.query(sql.unsafe`update calls set recording_url = ${`${host.url}/ended`}`);
    assert.equal((await listArchivedRecordings(db, "a")).length, 1);
    await rmSync(await pathOf("a"));
    assert.equal((await play("a")).status, 404);
    assert.equal(await stateOf(), "failed", "nobody has it any more");
  });
});
