import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createWriteStream, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { beforeEach, test } from "node:test";
import { getArchiveState } from "#app/db/archive/archive-state.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { findEvidence } from "#app/db/evidence/evidence-sets.server.ts";
import { listChecks } from "#app/db/keeping/archive-checks.server.ts";
import { env } from "#app/env.server.ts";
import { archiveStore, storeNamed } from "#app/features/archive/open-archive.server.ts";
import { playRecording } from "#app/features/archive/play-recording.server.ts";
import { runArchive } from "#app/features/archive/run-archive.server.ts";
import { tellArchive } from "#app/features/archive/tell-archive.server.ts";
import { watchStore } from "#app/features/archive/watch-store.server.ts";
import { openEvidence } from "#app/features/evidence/open-evidence.server.ts";
import { prepareEvidence } from "#app/features/evidence/prepare-evidence.server.ts";
import { startEvidence } from "#app/features/evidence/start-evidence.server.ts";
import { checkArchive } from "#app/features/keeping/check-archive.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { recordingOf } from "#test/archiving.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { admin, erase } from "#test/erasing.ts";
import { receive } from "#test/receiving.ts";
import { sound, startRecordingHost } from "#test/recording-host.ts";
import { BUCKET, REGION, startS3Server } from "#test/s3-server.ts";

const host = await startRecordingHost();
const s3 = await startS3Server();
const urlOf = (region: string) => `s3://${BUCKET}/kept?region=${region}&endpoint=${s3.url}`;
process.env.ARCHIVE_URL = urlOf(REGION);
process.env.ARCHIVE_VERIFY_DAYS = "1";
await createTestDatabase();
const db = await pool();

beforeEach(async () => {
  await emptyTables();
  for (const key of await keys()) await archiveStore()?.remove(key);
  await receive("lead", { lead_id: "L1", first_name: "Zenobia", phone_number: "2135550123" });
  await receive("call", { call_id: "C1", lead_id: "L1", duration: 3, recording: `${host.url}/sound/pcm.wav` });
  await receive("call", { call_id: "C2", phone_number: "3105550199", recording: `${host.url}/sound/cbr.mp3` });
});

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of archiveStore()?.list() ?? []) found.push(key);
  return found.sort();
}

async function fileOf(id: string): Promise<Buffer | null> {
  const { store, key } = await recordingOf(id);
  const stream = await storeNamed(store ?? "")?.read(key ?? "");
  return stream ? buffer(stream) : null;
}

test("a recording is copied to the bucket, played in part, checked, handed over, and erased", async () => {
  assert.equal(await runArchive(), "over");
  const { state, store, sha256 } = await recordingOf("C1");
  assert.deepEqual([state, store, (await keys()).length], ["archived", `s3://${BUCKET}/kept`, 2]);
  assert.deepEqual(await fileOf("C1"), sound("pcm.wav"));
  const asked = host.asked.length;
  const played = await playRecording(db, "C1", { range: "bytes=100-999", signal: new AbortController().signal, admin });
  assert.ok(played?.ok && played.status === 206);
  assert.deepEqual(await buffer(played.body), sound("pcm.wav").subarray(100, 1000));
  assert.equal(host.asked.length, asked, "Convoso is not needed for it");

  await checkArchive();
  const [check] = await listChecks(db, 1);
  assert.deepEqual([check?.verified, check?.strays, check?.problem], [2, 0, null]);

  const id = await startEvidence(db, { chosen: { callIds: ["C1", "C2"] }, query: null }, { reason: "Case 12" }, admin);
  assert.equal(await prepareEvidence(id ?? 0), true);
  const set = await findEvidence(db, id ?? 0);
  const opened = set && (await openEvidence(db, set, admin));
  assert.ok(opened && opened !== "changed");
  const dir = mkdtempSync(join(tmpdir(), "portal-evidence-"));
  await pipeline(opened.stream, createWriteStream(join(dir, "set.zip")));
  execFileSync("unzip", ["-q", "set.zip"], { cwd: dir });
  const sums = execFileSync("sha256sum", ["--strict", "-c", "SHA256SUMS"], { cwd: dir, encoding: "utf8" });
  assert.equal(sums.match(/^audio\/.+: OK$/gm)?.length, 2);
  assert.ok(execFileSync("cat", ["manifest.json"], { cwd: dir, encoding: "utf8" }).includes(sha256 ?? "none"));
  rmSync(dir, { recursive: true });

  const own = (await recordingOf("C1")).key ?? "";
  await erase();
  const left = await keys();
  assert.deepEqual([left.includes(own), left.length], [false, 1]);
});

test("a bucket that refuses the key, that is in another region, that is full or away, holds the archive up and loses nothing", async () => {
  for (const [status, code, why] of [
    [403, "AccessDenied", "denied"],
    [404, "NoSuchBucket", "no store"],
    [507, "InsufficientStorage", "full"],
    [503, "SlowDown", "store away"],
  ] as const) {
    s3.state.trouble = { status, code };
    assert.equal(await runArchive(), "held", code);
    assert.equal((await getArchiveState(db)).held, why);
    assert.deepEqual([(await recordingOf("C1")).state, (await recordingOf("C2")).state], ["due", "due"]);
  }
  s3.state.trouble = null;
  assert.deepEqual(await keys(), []);
  forgetStores();
  Object.assign(env(), { ARCHIVE_URL: urlOf("us-east-9") });
  assert.equal(await runArchive(), "held");
  assert.equal((await getArchiveState(db)).held, "region");
  forgetStores();
  Object.assign(env(), { ARCHIVE_URL: urlOf(REGION) });
  assert.equal(await runArchive(), "over");
  assert.deepEqual([(await getArchiveState(db)).held, (await recordingOf("C1")).state], [null, "archived"]);
  assert.deepEqual(readdirSync(archiveStore()?.incoming ?? "").filter((name) => name.endsWith(".part")), []); // biome-ignore format: a list
});

for (const [what, isEmpty] of [
  ["an empty archive", true],
  ["a filled archive", false],
] as const) {
  test(`${what} whose bucket takes no files says so until it takes one, and asks for no recording in vain`, async () => {
    if (!isEmpty) {
      await runArchive();
      await receive("call", { call_id: "C3", phone_number: "3105550199", recording: `${host.url}/sound/vbr.mp3` });
    }
    const before = await keys();
    s3.state.trouble = { status: 403, code: "AccessDenied", method: "PUT" };
    assert.equal(await runArchive(), "held");
    const asked = host.asked.length;
    for (let minute = 0; minute < 2; minute++) {
      await watchStore();
      assert.equal(await tellArchive(db), "denied");
      assert.equal(await runArchive(), "held");
    }
    assert.equal(host.asked.length, asked);
    assert.deepEqual(await keys(), before);
    s3.state.trouble = null;
    await watchStore();
    assert.deepEqual([await tellArchive(db), await keys()], ["copying", before], "the file that tried it is gone");
    assert.equal(await runArchive(), "over");
    assert.equal((await keys()).length, isEmpty ? 2 : 3);
  });
}

test("a bucket in which nothing may be deleted takes recordings again after a fault", async () => {
  s3.state.trouble = { status: 503, code: "SlowDown" };
  assert.equal(await runArchive(), "held");
  s3.state.trouble = { status: 403, code: "AccessDenied", method: "DELETE" };
  await watchStore();
  assert.equal(await tellArchive(db), "copying");
  assert.equal(await runArchive(), "over");
  s3.state.trouble = null;
});

test("a bucket that refuses to give what somebody wants to hear is said at once, and Convoso is asked", async () => {
  assert.equal(await runArchive(), "over");
  const asked = { range: null, signal: new AbortController().signal, admin };
  const play = async () => (await playRecording(db, "C1", asked))?.ok;
  const requests = host.asked.length;
  s3.state.trouble = { status: 403, code: "AccessDenied" };
  assert.equal(await play(), true);
  assert.deepEqual([host.asked.length - requests, await tellArchive(db)], [1, "denied"]);
  await watchStore();
  assert.equal(await tellArchive(db), "denied", "it is looked at again without anybody playing");
  s3.state.trouble = null;
  await watchStore();
  assert.equal(await tellArchive(db), "idle");
});

/** A store keeps the address that it was opened with. */
function forgetStores(): void {
  singleton("archive-stores", () => new Map()).clear();
}
