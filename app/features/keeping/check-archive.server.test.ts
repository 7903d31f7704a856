import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { listAttempts } from "#app/db/archive/archive-attempts.server.ts";
import { listArchivedRecordings } from "#app/db/archive/archived-recordings.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { listChecks, listLost, listStrays } from "#app/db/keeping/archive-checks.server.ts";
import { env } from "#app/env.server.ts";
import { checkArchive } from "#app/features/keeping/check-archive.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { addFiledCall, createTestArchive } from "#test/keeping.ts";

await createTestDatabase();
const db = await pool();
const folder = await createTestArchive();

beforeEach(async () => {
  await emptyTables();
  await owner().query(sql.unsafe`truncate archive_checks, archive_strays, archive_removals`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, ".incoming"), { recursive: true });
  Object.assign(env(), { ARCHIVE_VERIFY_DAYS: 1, ARCHIVE_DIR: folder });
});

const lastCheck = async () => (await listChecks(db, 1))[0];
const stateOf = async (id: string) => (await listArchivedRecordings(db, id))[0]?.state;

test("a check reads each file, and says which are missing and which have other bytes", async () => {
  for (const id of ["C1", "C2", "C3"]) await addFiledCall(id);
  await rm(join(folder, "C2.mp3"));
  await writeFile(join(folder, "C3.mp3"), "other bytes");
  await checkArchive();
  const { share, verified, missing, changed, strays, problem, ended_at } = (await lastCheck()) ?? {};
  assert.deepEqual(
    { share, verified, missing, changed, strays, problem },
    { share: 3, verified: 1, missing: 1, changed: 1, strays: 0, problem: null },
  );
  assert.ok(ended_at);
  assert.deepEqual([await stateOf("C1"), await stateOf("C2"), await stateOf("C3")], ["archived", "lost", "lost"]);
  assert.deepEqual((await listLost(db, 5)).map(({ call_id, reason }) => [call_id, reason]).sort(), [
    ["C2", "vanished"],
    ["C3", "changed"],
  ]);
  const [attempt] = await listAttempts(db, "C3");
  assert.deepEqual([attempt?.action, attempt?.outcome, attempt?.bytes], ["verify", "lost", 11]);
});

test("a file that comes back as it was is archived again", async () => {
  await addFiledCall("C1");
  await rm(join(folder, "C1.mp3"));
  await checkArchive();
  assert.equal(await stateOf("C1"), "lost");
  await writeFile(join(folder, "C1.mp3"), "sound of C1");
  await checkArchive();
  assert.equal(await stateOf("C1"), "archived");
});

test("each night reads its share, those first that were not checked for longest, until all are through", async () => {
  Object.assign(env(), { ARCHIVE_VERIFY_DAYS: 2 });
  for (const [place, id] of ["C1", "C2", "C3", "C4"].entries()) {
    await addFiledCall(id);
    await db.query(sql.unsafe`
      update archived_recordings set verified_at = now() - make_interval(days => ${9 - place}) where call_id = ${id}`);
  }
  await checkArchive();
  assert.equal((await lastCheck())?.verified, 2);
  assert.deepEqual([(await listAttempts(db, "C1")).length, (await listAttempts(db, "C3")).length], [1, 0]);
  await checkArchive();
  assert.deepEqual([(await listAttempts(db, "C1")).length, (await listAttempts(db, "C3")).length], [1, 1]);
});

test("files that no recording keeps are found, but not those that are to be deleted anyway", async () => {
  await addFiledCall("C1");
  await addFiledCall("C2");
  await writeFile(join(folder, "stray.mp3"), "nobody's");
  await db.query(sql.unsafe`delete from calls where call_id = 'C2'`);
  await checkArchive();
  assert.deepEqual(
    (await listStrays(db, 5)).map(({ key, bytes }) => [key, bytes]),
    [["stray.mp3", 8]],
  );
  assert.equal((await lastCheck())?.strays, 1);
  await rm(join(folder, "stray.mp3"));
  await checkArchive();
  assert.deepEqual(await listStrays(db, 5), []);
});

test("0 days means that nothing is checked, and a store that is not in the settings ends a check with a reason", async () => {
  await addFiledCall("C1");
  Object.assign(env(), { ARCHIVE_VERIFY_DAYS: 0 });
  await checkArchive();
  assert.equal(await lastCheck(), undefined);
  Object.assign(env(), { ARCHIVE_VERIFY_DAYS: 1 });
  await db.query(sql.unsafe`update archived_recordings set store = 'nowhere'`);
  await checkArchive();
  assert.match((await lastCheck())?.problem ?? "", /1 file of nowhere/);
  assert.equal(await stateOf("C1"), "archived");
});

test("a store that cannot be read does not keep a check from the others, nor from looking for files without a recording", async () => {
  for (const id of ["C1", "C2", "C3", "C4", "C5"]) await addFiledCall(id);
  await db.query(sql.unsafe`
    update archived_recordings set store = 'nowhere', verified_at = now() - interval '9 days' where call_id < 'C5'`);
  await rm(join(folder, "C5.mp3"));
  await checkArchive();
  const { verified, missing, strays, problem } = (await lastCheck()) ?? {};
  assert.deepEqual({ verified, missing, strays }, { verified: 0, missing: 1, strays: 4 });
  assert.equal(problem, "The store nowhere could not be read: It is not configured.");
});

test("a file that cannot be read does not keep a check from the others", async () => {
  for (const id of ["C1", "C2", "C3"]) await addFiledCall(id);
  await rm(join(folder, "C1.mp3"));
  await mkdir(join(folder, "C1.mp3"));
  await checkArchive();
  const { verified, problem } = (await lastCheck()) ?? {};
  assert.equal(verified, 2);
  assert.match(problem ?? "", /^1 file of folder could not be read: The folder answered EISDIR/);
  assert.equal(await stateOf("C1"), "archived");
});
