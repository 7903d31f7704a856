import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { listAttempts } from "#app/db/archive/archive-attempts.server.ts";
import { getArchiveState, saveHold, savePause } from "#app/db/archive/archive-state.server.ts";
import { listArchivedRecordings } from "#app/db/archive/archived-recordings.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { removeFiles } from "#app/features/archive/remove-files.server.ts";
import { runArchive } from "#app/features/archive/run-archive.server.ts";
import { watchStore } from "#app/features/archive/watch-store.server.ts";
import { addCall, addMore, letTimePass, recordingOf } from "#test/archiving.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { createTestArchive } from "#test/keeping.ts";
import { sound, startRecordingHost } from "#test/recording-host.ts";

const host = await startRecordingHost();
await createTestDatabase();
const db = await pool();
const folder = await createTestArchive();
beforeEach(async () => {
  await emptyTables();
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});

const OLD = { daysAgo: 60 };
const filesIn = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
const fileOf = async (id: string) => readFileSync(join(folder, (await recordingOf(id)).key ?? ""));
async function fate(id: string): Promise<[string, string | null]> {
  const { state, reason } = await recordingOf(id);
  return [state, reason];
}

test("each common kind of sound is archived byte for byte, with its length and what it is", async () => {
  const expected = {
    "cbr.mp3": ["audio/mpeg", "MPEG 2.5 Layer 3", 8000, 1],
    "vbr.mp3": ["audio/mpeg", "MPEG 2 Layer 3", 16_000, 1],
    "pcm.wav": ["audio/wav", "PCM", 8000, 1],
    "mulaw.wav": ["audio/wav", "MULAW", 8000, 1],
    "opus.ogg": ["audio/ogg", "Opus", 8000, 1],
    "aac.m4a": ["audio/mp4", "MPEG-4/AAC", 8000, 2],
  };
  for (const name of Object.keys(expected)) await addCall(name, `${host.url}/sound/${name}`);
  assert.equal(await runArchive(), "over");
  for (const [name, [type, codec, rate, channels]] of Object.entries(expected)) {
    const it = await recordingOf(name);
    assert.deepEqual([it.state, it.content_type, it.codec, it.sample_rate], ["archived", type, codec, rate], name);
    assert.equal(it.channels, channels, name);
    assert.ok(Math.abs((it.seconds ?? 0) - 3) < 0.2 && (it.bit_rate ?? 0) > 1000, `${name}: ${it.seconds} s`);
    assert.equal(it.length_differs, false);
    assert.deepEqual(await fileOf(name), sound(name));
    assert.equal(it.sha256, createHash("sha256").update(sound(name)).digest("hex"));
    const [attempt, ...more] = await listAttempts(db, name);
    assert.deepEqual([attempt?.outcome, attempt?.status, attempt?.bytes, more], ["archived", 200, it.bytes, []]);
  }
  assert.deepEqual(readdirSync(join(folder, ".incoming")), []);
});

test("only recordings are stored: not ready, gone, not audio and not allowed are different states", async () => {
  const expected: [string, { daysAgo: number }, string, string][] = [
    ["missing", { daysAgo: 0 }, "not_ready", "missing"],
    ["missing", OLD, "gone", "missing"],
    ["status/404", { daysAgo: 1 }, "not_ready", "404"],
    ["status/404", OLD, "gone", "404"],
    ["status/410", OLD, "gone", "410"],
    ["status/409", OLD, "not_ready", "409"],
    ["status/425", OLD, "not_ready", "425"],
    ["status/429", OLD, "not_ready", "busy"],
    ["status/500", OLD, "not_ready", "500"],
    ["status/503", { daysAgo: 400 }, "gone", "expired"],
    ["status/403", { daysAgo: 0 }, "not_ready", "403"],
    ["status/403", OLD, "refused", "403"],
    ["empty", OLD, "not_ready", "empty"],
    ["json", { daysAgo: 0 }, "not_ready", "text"],
    ["json", OLD, "not_audio", "text"],
    ["page", OLD, "not_audio", "page"],
    ["pdf", OLD, "not_audio", "not audio"],
    ["gzip file", OLD, "not_audio", "not audio"],
    ["noise", OLD, "not_audio", "unknown kind"],
    ["torn gzip", OLD, "not_ready", "damaged"],
    ["cut short", OLD, "not_ready", "cut short"],
    ["cut chunks", OLD, "not_ready", "cut short"],
    ["part unasked", OLD, "not_ready", "cut short"],
    ["loop", OLD, "refused", "redirects"],
    ["hangs", OLD, "not_ready", "away"],
    ["elsewhere", OLD, "refused", "host"],
  ];
  for (const [at, [path, age]] of expected.entries()) await addCall(`c${at}`, `${host.url}/${path}/${at}`, age);
  assert.equal(await runArchive(), "over");
  for (const [at, [path, , ...wanted]] of expected.entries()) assert.deepEqual(await fate(`c${at}`), wanted, path);
  assert.deepEqual(filesIn(), []);
  assert.equal((await getArchiveState(db)).held, null);
  assert.match((await listAttempts(db, "c1"))[0]?.detail ?? "", /does not have this recording/);
});

test("sound is known whatever its host calls it, packed although nobody asked, and behind zeros", async () => {
  const paths = ["no type", "gzip of a sound", "after zeros", "whole as a part"];
  for (const path of paths) await addCall(path, `${host.url}/${path}`);
  await runArchive();
  for (const path of paths) {
    assert.deepEqual(await fate(path), ["archived", null], path);
  }
  assert.deepEqual(await fileOf("gzip of a sound"), sound("cbr.mp3"), "unpacked");
});

test("a recording that was not ready is retried later and archived, and a finished one is never requested again", async () => {
  await addCall("late", `${host.url}/once/404/sound/pcm.wav`);
  await addCall("gone", `${host.url}/missing/for-good`, OLD);
  await runArchive();
  assert.deepEqual([await fate("late"), await fate("gone")], [["not_ready", "404"], ["gone", "missing"]]); // biome-ignore format: a pair
  const asked = host.asked.length;
  await runArchive();
  assert.equal(host.asked.length, asked, "not before its time");
  await letTimePass();
  await runArchive();
  assert.deepEqual([await fate("late"), host.asked.length], [["archived", null], asked + 1]);
  assert.deepEqual((await listAttempts(db, "late")).map(({ status }) => status), [404, 200]); // biome-ignore format: a list
});

test("a call keeps each of its recordings once, in order", async () => {
  await addCall("a", `${host.url}/sound/pcm.wav`);
  await addMore("a", `${host.url}/sound/cbr.mp3`, `${host.url}/sound/pcm.wav?again`, `${host.url}/status/503`);
  await runArchive();
  const states = (await listArchivedRecordings(db, "a")).map(({ place, state }) => `${place} ${state}`);
  assert.ok(
    ["duplicate", "archived"].every((state) => states.some((one) => one.endsWith(state))),
    `${states}`,
  );
  assert.deepEqual([states[1], states[3]], ["2 archived", "4 not_ready"]);
  await db.query(sql.unsafe`update archive_removals set not_before = now()`);
  await removeFiles();
  assert.equal(filesIn().length, 2, "the same bytes are stored once, whichever copy was first");
});

test("a sound that is longer or shorter than its call is flagged", async () => {
  await addCall("same", `${host.url}/sound/pcm.wav`, { seconds: 3 });
  await addCall("short", `${host.url}/sound/pcm.wav`, { seconds: 20 });
  await addCall("unknown", `${host.url}/sound/pcm.wav`, { seconds: null });
  await runArchive();
  const flags = await Promise.all(["same", "short", "unknown"].map(recordingOf));
  assert.deepEqual(flags.map((one) => one.length_differs), [false, true, null]); // biome-ignore format: a list
});

test("the file of a deleted recording goes, also where its call is deleted", async () => {
  await addCall("a", `${host.url}/sound/pcm.wav`);
  await runArchive();
  const [file = ""] = filesIn();
  await db.query(sql.unsafe`delete from calls`);
  assert.ok(existsSync(file));
  assert.equal(await removeFiles(), 1);
  assert.ok(!existsSync(file));
});

test("while it is paused nothing is asked for, and what stops in between is due again", async () => {
  await addCall("a", `${host.url}/sound/pcm.wav`);
  await savePause(db, "ann@example.com");
  const asked = host.asked.length;
  await runArchive();
  assert.deepEqual([await fate("a"), host.asked.length], [["due", null], asked]);
  await savePause(db, null);
  const stopping = new AbortController();
  host.answers.set("slow", (res) => {
    res.writeHead(200).write(sound("pcm.wav").subarray(0, 5000));
    stopping.abort();
  });
  await addCall("b", `${host.url}/slow`, OLD);
  assert.equal(await runArchive(stopping.signal), "unfinished");
  assert.deepEqual(await fate("b"), ["due", null]);
});

test("a host that is away holds the archive up, and says so, and what was due is still tried", async () => {
  for (let count = 0; count < 20; count++) await addCall(`a${count}`, `${host.url}/hangs/${count}`);
  assert.equal(await runArchive(), "held");
  assert.equal((await getArchiveState(db)).held, "host away");
  const states = await Promise.all(Array.from({ length: 20 }, (_, count) => fate(`a${count}`)));
  assert.ok(
    states.some(([state]) => state === "due"),
    "not all were tried in vain",
  );
  host.answers.set("hangs", (res) => void res.end(sound("pcm.wav")));
  await letTimePass();
  assert.equal(await runArchive(), "over");
  assert.equal((await getArchiveState(db)).held, null);
  assert.deepEqual(await fate("a19"), ["archived", null]);
});

test("a host that does not answer holds up nobody else's recordings, and is asked for a few only", async () => {
  const other = await startRecordingHost();
  host.answers.set("silent", (res) => void res.destroy());
  for (let count = 0; count < 12; count++) await addCall(`silent${count}`, `${host.url}/silent/${count}`, OLD);
  for (let count = 0; count < 4; count++) await addCall(`other${count}`, `${other.url}/sound/pcm.wav?${count}`);
  const before = host.asked.length;
  assert.equal(await runArchive(), "held");
  for (let count = 0; count < 4; count++) assert.deepEqual(await fate(`other${count}`), ["archived", null]);
  assert.ok(host.asked.length - before < 12, "the rest stays due");
  const { held, held_detail } = await getArchiveState(db);
  assert.deepEqual([held, held_detail], ["host away", `No answer from ${new URL(host.url).host}.`]);
});

test("a hold from before ends with the first recording that is archived, not with the last", async () => {
  for (const name of ["a", "b"]) await addCall(name, `${host.url}/${name}`, name === "a" ? OLD : {});
  await saveHold(db, { why: "host away", detail: null });
  host.answers.set("a", (res) => void res.end(sound("pcm.wav")));
  let send = () => {};
  host.answers.set("b", (res) => {
    send = () => void res.end(sound("cbr.mp3"));
  });
  const copying = runArchive();
  while ((await fate("a"))[0] !== "archived") await sleep(20);
  while ((await getArchiveState(db)).held !== null) await sleep(20);
  assert.deepEqual(await fate("b"), ["due", null]);
  send();
  assert.equal(await copying, "over");
});

test("a hold that somebody's listening showed during a run is not forgotten at its end", async () => {
  await addCall("a", `${host.url}/a`);
  host.answers.set("a", (res) => {
    void saveHold(db, { why: "denied", detail: "The bucket answered AccessDenied." }).then(() =>
      res.end(sound("pcm.wav")),
    );
  });
  assert.equal(await runArchive(), "over");
  assert.equal((await getArchiveState(db)).held, "denied");
  await watchStore();
  assert.equal((await getArchiveState(db)).held, null);
});
