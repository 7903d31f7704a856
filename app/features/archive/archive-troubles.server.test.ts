import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { getArchiveState } from "#app/db/archive/archive-state.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { runArchive } from "#app/features/archive/run-archive.server.ts";
import { tellArchive } from "#app/features/archive/tell-archive.server.ts";
import { addCall, recordingOf } from "#test/archiving.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { receive } from "#test/receiving.ts";
import { startRecordingHost } from "#test/recording-host.ts";

const isRoot = process.geteuid?.() === 0;
const DISK_BYTES = 256 * 1024;

/** A disk of 256 KiB where this process may mount one; otherwise a folder. */
const folder = mkdtempSync(join(tmpdir(), "portal-archive-"));
const hasDisk = isRoot && mountDisk();
function mountDisk(): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_BYTES}`, "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false; // a container without the right
  }
}

const host = await startRecordingHost();
process.env.ARCHIVE_DIR = folder;
process.env.ARCHIVE_MIN_FREE_MB = "0";
await createTestDatabase();
const db = await pool();
after(() => {
  if (hasDisk) execFileSync("umount", [folder]);
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await emptyTables();
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  await addCall("c1", `${host.url}/sound/pcm.wav`);
});

/** What is said of the archive, and that nothing is lost: the recording is due as before, and no file is left. */
async function expectHeld(why: string): Promise<void> {
  assert.equal(await runArchive(), "held");
  const { held, held_since } = await getArchiveState(db);
  assert.ok(held_since);
  assert.deepEqual([held, await tellArchive(db)], [why, why]);
  const { state, tries } = await recordingOf("c1");
  assert.deepEqual([state, tries], ["due", 0]);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.deepEqual(files.map(({ name }) => name).filter((name) => name !== "filler"), []); // biome-ignore format: a list
}

async function expectArchived(): Promise<void> {
  assert.equal(await runArchive(), "over");
  assert.equal((await getArchiveState(db)).held, null);
  assert.equal((await recordingOf("c1")).state, "archived");
}

test("a disk that is full in the middle of a copy holds the archive up, while deliveries are taken, until there is room", {
  skip: !hasDisk && "a small disk needs the right to mount one",
}, async () => {
  writeFileSync(join(folder, "filler"), Buffer.alloc(DISK_BYTES - 20_000));
  await expectHeld("full");
  await receive("call", { call_id: "meanwhile", disposition: "SALE" });
  rmSync(join(folder, "filler"));
  await expectArchived();
});

test("a disk with less room than ARCHIVE_MIN_FREE_MB is not filled up, and its recordings are not asked for", async () => {
  Object.assign(env(), { ARCHIVE_MIN_FREE_MB: 1e9 });
  const asked = host.asked.length;
  await expectHeld("full");
  assert.equal(host.asked.length, asked);
  assert.match((await getArchiveState(db)).held_detail ?? "", /MB are free; ARCHIVE_MIN_FREE_MB is 1000000000/);
  Object.assign(env(), { ARCHIVE_MIN_FREE_MB: 0 });
  await expectArchived();
});

for (const [what, path] of [
  ["the folder", "."],
  ["the folder of files under way", ".incoming"],
] as const) {
  test(`where ${what} may not be written, that is said, and copying resumes with the right`, async () => {
    await addCall("before", `${host.url}/sound/cbr.mp3`, { daysAgo: 1 });
    await runArchive();
    await emptyTables();
    for (const name of readdirSync(folder).filter((name) => name !== ".incoming")) {
      rmSync(join(folder, name), { recursive: true });
    }
    await addCall("c1", `${host.url}/sound/pcm.wav`);
    chmodSync(folder, path === "." ? 0o555 : 0o755);
    chmodSync(join(folder, ".incoming"), path === "." ? 0o777 : 0o555);
    if (isRoot) process.seteuid?.(65_534); // root may write everywhere
    try {
      await expectHeld("not writable");
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(folder, 0o755);
      chmodSync(join(folder, ".incoming"), 0o755);
    }
    await expectArchived();
  });
}

test("a folder that is a file is no store, and nothing is lost", async () => {
  writeFileSync(join(folder, ".incoming"), "");
  assert.equal(await runArchive(), "held");
  assert.equal((await getArchiveState(db)).held, "no store");
  rmSync(join(folder, ".incoming"));
  await expectArchived();
});
