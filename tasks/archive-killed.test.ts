import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { listAttempts } from "#app/db/archive/archive-attempts.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { startArchiving } from "#app/features/archive/start-archiving.server.ts";
import { addCall, recordingOf } from "#test/archiving.ts";
import { createTestDatabase } from "#test/database.ts";
import { sound, startRecordingHost } from "#test/recording-host.ts";

const ROUNDS = 5;
const CALLS = Array.from({ length: 4 * ROUNDS }, (_, nth) => `C${nth}`);

const folder = mkdtempSync(join(tmpdir(), "portal-killed-"));
const host = await startRecordingHost();
process.env.ARCHIVE_DIR = folder;
const { url } = await createTestDatabase();
const db = await pool();
const store = archiveStore();
assert.ok(store);
let worker: ChildProcess | undefined;
after(async () => {
  if (worker) await kill(worker);
  rmSync(folder, { recursive: true, force: true });
});

async function startWorker(): Promise<ChildProcess> {
  const env = {
    ...process.env,
    ...{ DATABASE_URL: url, ARCHIVE_DIR: folder, CONVOSO_REQUESTS_PER_SECOND: "0" },
    LEDGER_CHECK_SECONDS: "off",
  };
  const started = spawn(process.execPath, ["tasks/worker.ts"], { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  await once(started, "message"); // it is running
  return started;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = Date.now(); Date.now() - start < 40_000; await sleep(20)) if (await isSo()) return;
  assert.fail(`${what} did not happen`);
}

const WAV = sound("pcm.wav");
const SHA = createHash("sha256").update(WAV).digest("hex");
/** Sends a sound so slowly that a worker can be killed in between. */
host.answers.set("slowly", async (res) => {
  res.writeHead(200, { "content-type": "audio/wav", "content-length": WAV.length });
  for (let at = 0; at < WAV.length && !res.destroyed; at += 4096, await sleep(5))
    res.write(WAV.subarray(at, at + 4096));
  res.end();
});

/** What is called archived is whole; everything else is still due. @returns how many are archived */
async function countArchived(): Promise<number> {
  let count = 0;
  for (const id of CALLS) {
    const { state, key, sha256, bytes } = await recordingOf(id);
    if (state !== "archived") {
      assert.equal(state, "due", `call ${id}`);
      continue;
    }
    assert.deepEqual([sha256, bytes], [SHA, WAV.length]);
    assert.deepEqual(readFileSync(join(folder, key ?? "")), WAV, `the file of call ${id}`);
    count++;
  }
  return count;
}

/** What minutes do in earnest: the leases and the jobs of the dead are given up. */
async function letTheDeadGo(): Promise<void> {
  await db.query(sql.unsafe`update archived_recordings set lease_until = now() where lease_until is not null`);
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
}

test("a worker that is killed while it copies leaves each recording archived once and whole, or due", async () => {
  for (const id of CALLS) await addCall(id, `${host.url}/slowly/${id}`);
  for (let round = 0; round < ROUNDS; round++) {
    const asked = host.asked.length;
    worker = await startWorker();
    await startArchiving();
    await until("the copying", () => host.asked.length > asked + (round % 3));
    await sleep(round * 20);
    await kill(worker);
    const done = await countArchived();
    assert.ok(done < CALLS.length, "it was killed too late to prove anything");
    await letTheDeadGo();
  }
  worker = await startWorker();
  await startArchiving();
  await until("the end of the copying", async () => (await countArchived()) === CALLS.length);
  await kill(worker);
  const keys: string[] = [];
  for await (const { key } of store.list()) keys.push(key);
  const kept = await Promise.all(CALLS.map(async (id) => (await recordingOf(id)).key));
  assert.deepEqual(keys.sort(), kept.sort(), "each recording has one file, and no file is left over");
  for (const id of CALLS) {
    const copied = (await listAttempts(db, id)).filter(({ outcome }) => outcome === "archived");
    assert.equal(copied.length, 1, `call ${id} was archived once`);
  }
});
