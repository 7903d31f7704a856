import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { listCustody } from "#app/db/evidence/custody.server.ts";
import { countEvidence, endOldEvidence, findEvidence, MOST_RECORDINGS } from "#app/db/evidence/evidence-sets.server.ts";
import { openEvidence } from "#app/features/evidence/open-evidence.server.ts";
import { prepareEvidence } from "#app/features/evidence/prepare-evidence.server.ts";
import { startEvidence } from "#app/features/evidence/start-evidence.server.ts";
import { addCall } from "#test/archiving.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { admin } from "#test/erasing.ts";
import { addFiledCall, createTestArchive } from "#test/keeping.ts";
import { receive } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
const folder = await createTestArchive();
Object.assign(process.env, { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" });

beforeEach(async () => {
  await emptyTables();
  await emptyAuditLog();
  await owner().query(sql.unsafe`truncate evidence_sets cascade`);
});

const said = { reason: "Case 12", deliveries: "yes" } as const;

/** A set of these calls, prepared as the worker does it. */
async function prepare(callIds: string[]) {
  const id = await startEvidence(db, { chosen: { callIds }, query: null }, said, admin);
  assert.ok(id !== null);
  assert.equal(await prepareEvidence(id), true);
  const set = await findEvidence(db, id);
  assert.ok(set);
  return set;
}

/** The set's zip, unpacked. */
async function unpack(set: Awaited<ReturnType<typeof prepare>>) {
  const opened = await openEvidence(db, set, admin);
  assert.ok(opened !== "changed");
  const dir = await mkdtemp(join(tmpdir(), "portal-evidence-"));
  const path = join(dir, "set.zip");
  await pipeline(opened.stream, createWriteStream(path));
  assert.equal((await stat(path)).size, opened.size, "the length that the answer names is the real one");
  execFileSync("unzip", ["-q", path, "-d", dir]);
  return { dir, read: (name: string) => readFile(join(dir, name), "utf8") };
}

async function receiveCall(id: string): Promise<void> {
  await receive("lead", { lead_id: "L1", first_name: "Zenobia", last_name: "Quill", phone_number: "2135550123" });
  const call = {
    call_id: id,
    lead_id: "L1",
    agent_id: "7",
    agent_name: "Dana",
    disposition: "SALE",
    campaign: "=cmd();=cmd()",
  };
  await receive("call", { ...call, phone_number: "2135550123", started_at: "2026-03-02 10:00:00" });
}

test("a set is one zip whose checksums fit, with a manifest, the deliveries, and the chain of custody", async () => {
  await receiveCall("C/1");
  await addFiledCall("C/1", { isThere: true });
  await addFiledCall("C2");
  const set = await prepare(["C/1", "C2"]);
  assert.deepEqual([set.state, set.recordings], ["ready", 2]);
  const { dir, read } = await unpack(set);
  execFileSync("sha256sum", ["--strict", "-c", "SHA256SUMS"], { cwd: dir });
  const { recordings } = JSON.parse(await read("manifest.json"));
  const first = recordings.find(({ call_id }: { call_id: string }) => call_id === "C/1");
  assert.match(first.file, /^audio\/0000\d_C_1_1\.mp3$/);
  assert.equal(await read(first.file), "sound of C/1");
  assert.deepEqual(
    [first.lead, first.phone, first.agent, first.disposition, first.started_at],
    ["Zenobia Quill", "+12135550123", "Dana", "SALE", "2026-03-02T10:00:00-08:00"],
  );
  assert.equal(first.deliveries.length, 1);
  assert.equal(JSON.parse(await read(first.deliveries[0])).call_id, "C/1");
  assert.match(
    await read("manifest.csv"),
    /,'=cmd\(\);'=cmd\(\),/,
    "a formula is disarmed, also where semicolons part cells",
  );
  const custody = await read("custody.csv");
  for (const step of [
    "Delivery about the call received",
    "Link of the recording found",
    "Read from the archive and compared",
    "Handed over",
  ]) {
    assert.match(custody, new RegExp(step));
  }
  assert.match(await read("SHA256SUMS"), /manifest\.csv\n/);
  assert.doesNotMatch(await read("README.txt"), /left-out/, "nothing is");
});

test("a recording that is missing, changed or not copied is left out, and the set lists it with the reason", async () => {
  for (const id of ["C1", "C2", "C3"]) await addFiledCall(id);
  await addCall("C4", "https://x.example/4.mp3");
  await rm(join(folder, "C2.mp3"));
  await writeFile(join(folder, "C3.mp3"), "other bytes");
  const set = await prepare(["C1", "C2", "C3", "C4"]);
  const { verified, missing, changed, left } = await countEvidence(db, set.id);
  assert.deepEqual({ verified, missing, changed, left }, { verified: 1, missing: 2, changed: 1, left: 0 });
  const { read } = await unpack(set);
  const { recordings, left_out: leftOut } = JSON.parse(await read("manifest.json"));
  const why = leftOut.map((one: { call_id: string; why: string }) => `${one.call_id} ${one.why}`).sort();
  assert.deepEqual(
    [recordings.length, why],
    [1, ["C2 Missing or changed in the archive", "C3 Missing or changed in the archive", "C4 Waiting to be copied"]],
  );
  assert.match(await read("left-out.csv"), /^call_id,recording,at,why,reason\nC2,1,/);
  assert.match(await read("README.txt"), /left-out\.csv lists the others/);
});

test("a recording that is copied after the set was prepared is called late, not missing", async () => {
  await addFiledCall("C1");
  await addFiledCall("C2");
  await db.query(sql.unsafe`
    update archived_recordings set state = 'due', store = null, key = null where call_id = 'C2'`);
  const set = await prepare(["C1", "C2"]);
  await db.query(sql.unsafe`
    update archived_recordings set state = 'archived', store = 'folder', key = 'C2.mp3' where call_id = 'C2'`);
  const { read } = await unpack(set);
  assert.match(await read("left-out.csv"), /\nC2,1,[^,]+,In the archive only since the set was prepared,/);
});

test("recordings that are gone take no place in a set from one that the archive has", async () => {
  await addCall("old", null, { daysAgo: 2 });
  await db.query(sql.unsafe`
    insert into archived_recordings (call_id, place, call_at, state)
    select call_id, generate_series(1, ${MOST_RECORDINGS}::int), occurred_at, 'gone' from calls`);
  await addFiledCall("C1");
  const set = await prepare(["old", "C1"]);
  assert.equal(set.recordings, MOST_RECORDINGS);
  assert.equal((await countEvidence(db, set.id)).verified, 1);
});

test("bytes that change after they were compared break the zip off", async () => {
  await addFiledCall("C1");
  const set = await prepare(["C1"]);
  await writeFile(join(folder, "C1.mp3"), "sound of X1");
  const opened = await openEvidence(db, set, admin);
  assert.ok(opened !== "changed");
  await assert.rejects(
    pipeline(opened.stream, async (chunks) => {
      for await (const _ of chunks);
    }),
    /was changed/,
  );
});

test("a recording that is deleted after the set was prepared is not handed over", async () => {
  await addFiledCall("C1");
  await addFiledCall("C2");
  const set = await prepare(["C1", "C2"]);
  await db.query(sql.unsafe`delete from calls where call_id = 'C1'`);
  const { verified } = await countEvidence(db, set.id);
  assert.equal(verified, 1, "it is gone from the set, too");
  const { read } = await unpack(set);
  assert.doesNotMatch(await read("manifest.csv"), /C1/);
});

test("the download of a set is in the audit log and in the chain of custody of each recording", async () => {
  await addFiledCall("C1");
  const set = await prepare(["C1"]);
  await unpack(set);
  const Entry = z.object({ action: z.string(), target: z.string().nullable() });
  const entries = await db.any(sql.type(Entry)`select action, target from audit_log order by id`);
  assert.deepEqual(
    entries.map(({ action, target }) => [action, target]),
    [
      ["prepare evidence", String(set.id)],
      ["download evidence", String(set.id)],
      ["hand over recording", "C1"],
    ],
  );
  const steps = await listCustody(db, ["C1"]);
  assert.deepEqual(
    steps.map(({ what }) => what),
    ["call", "found", "verify", "hand over recording"],
  );
  assert.equal(steps.at(-1)?.by, "Ann");
});

test("after a day a set ends, and nothing is prepared where the archive has nothing", async () => {
  await addFiledCall("C1");
  const set = await prepare(["C1"]);
  await db.query(sql.unsafe`update evidence_sets set ends_at = now()`);
  await endOldEvidence(db);
  assert.equal((await findEvidence(db, set.id))?.state, "ended");
  assert.equal((await countEvidence(db, set.id)).verified, 0);
  assert.equal(await startEvidence(db, { chosen: { callIds: ["no"] }, query: null }, said, admin), null);
});

test("files that cannot be read and an earlier store that is away are left out of a set, and it says so", async () => {
  for (const id of ["C1", "C2", "C3", "C4", "C5", "C6"]) await addFiledCall(id);
  await db.query(
    sql.unsafe`update archived_recordings set store = 's3://earlier?endpoint=http://127.0.0.1:1' where call_id < 'C5'`,
  );
  await rm(join(folder, "C5.mp3"));
  await mkdir(join(folder, "C5.mp3"));
  const set = await prepare(["C1", "C2", "C3", "C4", "C5", "C6"]);
  const { verified, away, missing } = await countEvidence(db, set.id);
  assert.deepEqual({ verified, away, missing }, { verified: 1, away: 5, missing: 0 });
  const { read } = await unpack(set);
  const leftOut = await read("left-out.csv");
  assert.equal(leftOut.match(/In a store that could not be read/g)?.length, 5);
});

test("while the store does not answer, a set waits for it instead of leaving everything out", async () => {
  await addFiledCall("C1");
  const id = await startEvidence(db, { chosen: { callIds: ["C1"] }, query: null }, said, admin);
  await rename(folder, `${folder}-unmounted`);
  await mkdir(folder);
  await assert.rejects(prepareEvidence(id ?? 0), /Is its disk mounted/);
  assert.equal((await findEvidence(db, id ?? 0))?.state, "preparing");
  await rm(folder, { recursive: true });
  await rename(`${folder}-unmounted`, folder);
  assert.equal(await prepareEvidence(id ?? 0), true);
  assert.equal((await countEvidence(db, id ?? 0)).verified, 1);
});
