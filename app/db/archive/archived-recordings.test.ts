import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { insertAttempt, listAttempts, measurePace } from "#app/db/archive/archive-attempts.server.ts";
import {
  deleteRemoval,
  findPendingRemovals,
  listRemovals,
  saveRemovalFailure,
} from "#app/db/archive/archive-removals.server.ts";
import { getArchiveState, saveHold, savePause } from "#app/db/archive/archive-state.server.ts";
import {
  countByState,
  deleteRecordings,
  insertRecordings,
  listArchivedRecordings,
} from "#app/db/archive/archived-recordings.server.ts";
import { findPlayable } from "#app/db/archive/playable-recordings.server.ts";
import {
  type Copy,
  extendLease,
  leaseNextCopy,
  noteKey,
  retryCopies,
  saveArchived,
  saveNotCopied,
} from "#app/db/archive/recording-copies.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";

await createTestDatabase();
const db = await pool();
beforeEach(async () => {
  await emptyTables();
  await owner().query(sql.unsafe`truncate archive_removals`);
});

const SHA = "ab".repeat(32);

async function addCall(id: string, url: string | null, { days = 0, seconds = 60, isTest = false } = {}) {
  await db.query(sql.unsafe`
    insert into calls (call_id, occurred_at, created_at, last_event_id, recording_url, duration_seconds, is_test)
    values (${id}, now() - make_interval(days => ${days}), now(), gen_random_uuid(), ${url}, ${seconds}, ${isTest})`);
}

const setLink = (id: string, url: string) =>
  db.query(sql.unsafe`update calls set recording_url = ${url} where call_id = ${id}`);

const Urls = z.object({ source_url: z.string().nullable() });
const urlsOf = (id: string) =>
  db.anyFirst(sql.type(Urls)`select source_url from archived_recordings where call_id = ${id} order by place`);
const statesOf = async (id: string) => (await listArchivedRecordings(db, id)).map(({ state }) => state);

async function take(): Promise<Copy> {
  const copy = await leaseNextCopy(db, randomUUID(), 60);
  assert.ok(copy);
  return copy;
}

async function archive(copy: Copy, { sha256 = SHA, seconds = 60 } = {}) {
  assert.ok(await noteKey(db, copy, { store: "folder", key: `k${copy.id}` }));
  const sound = { contentType: "audio/mpeg", codec: "MPEG 2 Layer 3", bitRate: 16_000, sampleRate: 8000, channels: 1 };
  const attempt = { recordingId: copy.id, action: "copy", outcome: "archived" } as const;
  return saveArchived(db, copy, { ...sound, bytes: 5, sha256, seconds, lengthDiffers: false }, attempt);
}

test("a recording is due as soon as its call has a link, but not that of a test call", async () => {
  await addCall("a", "https://x/a");
  await addCall("b", null);
  await addCall("c", "https://x/c", { isTest: true });
  await setLink("b", "https://x/b");
  assert.deepEqual([await urlsOf("a"), await urlsOf("b"), await urlsOf("c")], [["https://x/a"], ["https://x/b"], []]);
  await db.query(sql.unsafe`update calls set is_test = false where call_id = 'c'`);
  assert.deepEqual(await statesOf("c"), ["due"]);
});

test("another link replaces one that was not copied, and is a further recording after a copy", async () => {
  await addCall("a", "https://x/1");
  await setLink("a", "https://x/2");
  assert.deepEqual(await urlsOf("a"), ["https://x/2"]);
  await archive(await take());
  await setLink("a", "https://x/3");
  assert.deepEqual(await urlsOf("a"), ["https://x/2", "https://x/3"]);
  await setLink("a", "https://x/2");
  assert.deepEqual(await statesOf("a"), ["archived", "due"], "a link that is known is no news");
});

test("several recordings keep their order, and the one whose length fits the call plays first", async () => {
  await addCall("a", "https://x/1", { seconds: 100 });
  const give = (...ofX: number[]) =>
    insertRecordings(db, [{ callId: "a", recordingUrls: ofX.map((nth) => `https://x/${nth}`) }]);
  await give(2, 1, 3);
  await give(3, 1);
  await give(4, 5);
  assert.deepEqual(await urlsOf("a"), ["https://x/1", "https://x/2", "https://x/3"], "together with its own link only");
  for (const seconds of [5, 98, 30])
    await archive(await take(), { seconds, sha256: createHash("sha256").update(`${seconds}`).digest("hex") });
  const [first, third] = [await findPlayable(db, "a", null), await findPlayable(db, "a", 3)];
  assert.deepEqual([first?.place, first?.url, third?.place], [2, "https://x/2", 3]);
  assert.deepEqual([first?.file?.bytes, await findPlayable(db, "a", 4)], [5, null]);
});

test("several recordings of several calls are noted at once, each in its order, but not those of test calls", async () => {
  for (const id of ["a", "b"]) await addCall(id, `https://x/${id}`);
  await addCall("c", "https://x/c", { isTest: true });
  const given = ["a", "b", "c", "a"].map((id) => ({
    callId: id,
    recordingUrls: [`https://x/${id}`, `https://x/${id}2`, `https://x/${id}1`],
  }));
  assert.equal(await insertRecordings(db, given), true);
  assert.deepEqual(await urlsOf("a"), ["https://x/a", "https://x/a2", "https://x/a1"]);
  assert.deepEqual([(await urlsOf("b")).length, await urlsOf("c")], [3, []]);
  assert.equal(await insertRecordings(db, [{ callId: "a", recordingUrls: ["https://x/a"] }]), false);
});

test("recordings that are due again go first, then the oldest call, and no recording is leased twice", async () => {
  await addCall("new", "https://x/new", { days: 1 });
  await addCall("old", "https://x/old", { days: 90 });
  await addCall("again", "https://x/again");
  const early = [await take(), await take(), await take()];
  assert.deepEqual(early.map(({ callId }) => callId), ["old", "new", "again"]); // biome-ignore format: a list
  assert.equal(await leaseNextCopy(db, randomUUID(), 60), null);
  for (const copy of early) {
    const next = copy.callId === "again" ? { state: "not_ready" as const, nextTryAt: new Date(0) } : DUE;
    assert.ok(await saveNotCopied(db, copy, { ...next, reason: "503", tries: 1 }));
  }
  assert.deepEqual([(await take()).callId, (await take()).callId], ["again", "old"]);
});
const DUE = { state: "due" as const, nextTryAt: null };

test("a copy that lost its lease writes nothing, and a dead one's recording is due again", async () => {
  await addCall("a", "https://x/a");
  const dead = await take();
  assert.ok(await extendLease(db, dead, 60));
  await db.query(sql.unsafe`update archived_recordings set lease_until = now() - interval '1 second'`);
  assert.equal(await extendLease(db, dead, 60), false);
  assert.equal(await noteKey(db, dead, { store: "folder", key: "k" }), false);
  const next = await take();
  assert.equal(next.id, dead.id);
  assert.equal(await archive({ ...next, lease: dead.lease }).catch(() => "lost"), "lost");
  assert.equal(await saveNotCopied(db, dead, { ...DUE, reason: null, tries: 0 }), false);
  assert.equal(await archive(next), "archived");
});

test("a copy writes nothing once the recording has another link or is deleted, and the other link is copied", async () => {
  for (const id of ["replaced", "deleted"]) await addCall(id, `https://x/${id}`);
  const [replaced, deleted] = [await take(), await take()];
  await setLink("replaced", "https://x/other");
  await deleteRecordings(db, [deleted.id], "person");
  for (const copy of [replaced, deleted]) {
    assert.equal(await noteKey(db, copy, { store: "folder", key: "k" }), false);
    assert.equal(await saveNotCopied(db, copy, { ...DUE, reason: null, tries: 0 }), false);
  }
  await db.query(sql.unsafe`update archived_recordings set lease_until = now() - interval '1 second'`);
  const other = await take();
  assert.deepEqual([other.id, other.url, await leaseNextCopy(db, randomUUID(), 60)], [replaced.id, "https://x/other", null]); // biome-ignore format: a list
  assert.deepEqual([await archive(other), await statesOf("deleted")], ["archived", ["deleted"]]);
});

test("the file of a recording that goes is to be removed, however it goes, once no copy can be writing it", async () => {
  for (const id of ["call", "row", "deleted", "copying", "refused"]) await addCall(id, `https://x/${id}`);
  const copies = new Map<string, Copy>();
  for (let count = 0; count < 5; count++) {
    const copy = await take();
    copies.set(copy.callId, copy);
    if (["call", "row", "deleted"].includes(copy.callId)) await archive(copy);
    else await noteKey(db, copy, { store: "folder", key: `k${copy.id}` });
  }
  const of = (id: string) => copies.get(id) as Copy;
  await db.query(sql.unsafe`delete from calls where call_id in ('call', 'copying')`);
  await db.query(sql.unsafe`delete from archived_recordings where call_id = 'row'`);
  await deleteRecordings(db, [of("deleted").id], "retention");
  await saveNotCopied(db, of("refused"), { state: "refused", reason: "403", nextTryAt: null, tries: 0 });
  const due = await listRemovals(db, 10);
  const keyOf = (id: string) => `k${of(id).id}`;
  assert.deepEqual(due.map(({ key }) => key).sort(), ["call", "row", "deleted"].map(keyOf).sort());
  assert.equal((await findPendingRemovals(db)).count, 5, "two have a lease that is not over");
  const [first] = due;
  assert.ok(first);
  await saveRemovalFailure(db, first.id, "it is busy");
  assert.equal((await listRemovals(db, 10)).length, 2);
  for (const { id } of await listRemovals(db, 10)) await deleteRemoval(db, id);
  const { count, problem } = await findPendingRemovals(db);
  assert.deepEqual([count, problem], [3, "it is busy"]);
  assert.deepEqual(await statesOf("deleted"), ["deleted"]);
  assert.deepEqual((await listAttempts(db, "deleted")).map(({ action, outcome }) => [action, outcome]), [["copy", "archived"], ["delete", "retention"]]); // biome-ignore format: a list
});

test("the same bytes under two links of a call are known, and those of other calls are not asked", async () => {
  await addCall("a", "https://x/1");
  await insertRecordings(db, [{ callId: "a", recordingUrls: ["https://x/1", "https://x/2"] }]);
  await addCall("b", "https://x/3");
  const [first, second, other] = [await take(), await take(), await take()];
  assert.deepEqual((await Promise.all([archive(first), archive(second)])).sort(), ["archived", "duplicate"]);
  assert.equal(await archive(other), "archived");
  await Promise.all(
    [first, second].map((copy) =>
      saveNotCopied(db, copy, { state: "duplicate", reason: null, nextTryAt: null, tries: 0 }),
    ),
  );
  const counts = Object.fromEntries((await countByState(db)).map(({ state, count, bytes }) => [state, [count, bytes]]));
  assert.deepEqual(counts, { archived: [2, 10], duplicate: [1, 0] });
});

test("a recording that was archived once and cannot be had again keeps its file, and is lost instead of gone", async () => {
  await addCall("a", "https://x/a");
  const copy = await take();
  await archive(copy);
  await db.query(sql.unsafe`update archived_recordings set state = 'lost'`);
  assert.equal(await retryCopies(db, ["lost"]), 1);
  await saveNotCopied(db, await take(), { state: "gone", reason: "404", nextTryAt: null, tries: 0 });
  const [{ state, reason, key } = {}] = await listArchivedRecordings(db, "a");
  assert.deepEqual([state, reason, key, await findPendingRemovals(db)], ["lost", "404", `k${copy.id}`, { count: 0, problem: null }]); // biome-ignore format: a list
});

test("each attempt is kept in order, and the pace follows from the copies", async () => {
  await addCall("a", "https://x/a");
  const copy = await take();
  await insertAttempt(db, { recordingId: copy.id, action: "copy", outcome: "not_ready", status: 404, ms: 12 });
  await insertAttempt(db, { recordingId: copy.id, action: "copy", outcome: "archived", status: 200, bytes: 5, ms: 30 });
  await insertAttempt(db, { recordingId: copy.id + 1000, action: "copy", outcome: "archived" });
  assert.deepEqual(
    (await listAttempts(db, "a")).map(({ outcome, status, bytes }) => [outcome, status, bytes]),
    [
      ["not_ready", 404, null],
      ["archived", 200, 5],
    ],
  );
  const { copies, bytes } = await measurePace(db, 10);
  assert.deepEqual([copies, bytes], [1, 5]);
});

test("failed copies can be retried, by kind or for one call", async () => {
  for (const id of ["a", "b"]) await addCall(id, `https://x/${id}`);
  for (let count = 0; count < 2; count++) {
    await saveNotCopied(db, await take(), { state: "gone", reason: "404", nextTryAt: null, tries: 3 });
  }
  assert.deepEqual([await retryCopies(db, ["gone"], "a"), await retryCopies(db, ["not_audio"])], [1, 0]);
  assert.deepEqual([await statesOf("a"), await statesOf("b")], [["due"], ["gone"]]);
});

test("the archive is paused by a person and held by what it meets, and remembers since when", async () => {
  assert.equal(await savePause(db, "ann@example.com"), true);
  assert.equal(await savePause(db, "bo@example.com"), false);
  await saveHold(db, { why: "full", detail: "2 GB free" });
  const held = await getArchiveState(db);
  await saveHold(db, { why: "denied", detail: null });
  const later = await getArchiveState(db);
  assert.deepEqual([later.paused_by, later.held, later.held_since], ["ann@example.com", "denied", held.held_since]);
  await saveHold(db, null);
  assert.equal(await savePause(db, null), true);
  const { paused_at, held: none, seen_at } = await getArchiveState(db);
  assert.deepEqual([paused_at, none, seen_at !== null], [null, null, true]);
});
