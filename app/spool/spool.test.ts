import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { measureBacklog, takeBacklog } from "#app/spool/backlog.server.ts";
import type { SpoolRecord } from "#app/spool/frames.server.ts";
import { countSetAside, takeSegments } from "#app/spool/segments.server.ts";
import { createSpoolWriter, SpoolUnavailable, type SpoolWriter } from "#app/spool/spool-writer.server.ts";

const folder = mkdtempSync(join(tmpdir(), "portal-spool-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let dir = folder;
beforeEach(() => {
  dir = join(folder, uuidv7(), "spool");
});

const MB = 1024 * 1024;
const writers: SpoolWriter[] = [];
function writer(limitBytes = MB): SpoolWriter {
  const created = createSpoolWriter({ dir, limitBytes });
  writers.push(created);
  return created;
}
afterEach(async () => {
  for (const each of writers.splice(0)) await each.rotate();
});

const record = (text = "content"): SpoolRecord => ({ id: uuidv7(), payload: Buffer.from(text) });
const files = () => readdirSync(dir).map((name) => join(dir, name));
const idsOf = (records: readonly SpoolRecord[]) => records.map(({ id }) => id);

/** Takes everything, and forgets all of it, or leaves it. */
async function drain({ forgets = true } = {}): Promise<SpoolRecord[]> {
  const backlog = await takeBacklog(dir);
  const all: SpoolRecord[] = [];
  for (let records = await backlog.next(); records.length > 0; records = await backlog.next()) {
    all.push(...records);
    if (forgets) await backlog.forget(records);
  }
  await backlog.close();
  return all;
}

test("records of several writers come back once, oldest first, and leave nothing behind", async () => {
  const three = [writer(), writer(), writer()];
  const records = Array.from({ length: 600 }, (_, index) => record(`number ${index}`));
  await Promise.all(records.map((each, index) => three[index % 3]?.append(each)));
  assert.equal(files().length, 3);
  assert.deepEqual(await drain(), records);
  assert.deepEqual(files(), []);
  assert.deepEqual(await drain(), []);
});

test("a delivery that was not removed, as after a crash between commit and removal, is read again", async () => {
  const records = [record("a"), record("b")];
  const one = writer();
  for (const each of records) await one.append(each);
  assert.deepEqual(await drain({ forgets: false }), records);
  assert.deepEqual(await drain(), records);
  assert.deepEqual(await drain(), []);
});

test("a segment is kept until the last of its records is forgotten", async () => {
  const one = writer();
  for (let count = 0; count < 150; count++) await one.append(record());
  const backlog = await takeBacklog(dir);
  await backlog.forget(await backlog.next());
  await backlog.close();
  assert.equal((await drain()).length, 150);
});

test("a writer whose segment is taken away at any moment loses nothing", async () => {
  const one = writer(64 * MB);
  const records = Array.from({ length: 2000 }, () => record());
  const found = new Set<string>();
  const appended = Promise.all(
    records.map(async (each, index) => {
      for (let turns = index % 40; turns > 0; turns--) await new Promise(setImmediate);
      await one.append(each);
    }),
  );
  let isDone = false;
  void appended.then(() => (isDone = true));
  while (!isDone) {
    for (const id of idsOf(await drain())) found.add(id);
    await sleep(2);
  }
  for (const id of idsOf(await drain())) found.add(id);
  assert.deepEqual([...found].sort(), idsOf(records).sort());
});

test("what a torn tail cuts off neither hides the records before it nor stops the draining", async () => {
  const records = [record("a"), record("b")];
  const one = writer();
  for (const each of records) await one.append(each);
  const [path] = files();
  appendFileSync(path as string, readFileSync(path as string).subarray(0, 30));
  assert.deepEqual(await drain(), records);
  assert.deepEqual(files(), []);
});

test("a segment that was changed on the disk gives its other records and is put aside for inspection", async () => {
  const records = [record("a"), record("b"), record("c")];
  const one = writer();
  for (const each of records) await one.append(each);
  const [path = ""] = files();
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40); // the first record's content
  writeFileSync(path, bytes);
  assert.deepEqual(await drain(), records.slice(1));
  assert.match(files()[0] ?? "", /\.damaged$/);
  assert.equal(countSetAside(dir), 1);
  assert.deepEqual(await drain(), []);
});

test("two that work off the same backlog do not get in each other's way", async () => {
  const records = [record("a"), record("b")];
  for (const each of records) await writer().append(each);
  const backlogs = [await takeBacklog(dir), await takeBacklog(dir)];
  for (const backlog of backlogs) {
    const taken = await backlog.next();
    assert.deepEqual(idsOf(taken), idsOf(records));
    await backlog.forget(taken);
    await backlog.close();
  }
  assert.deepEqual(files(), []);
});

test("a full spool refuses, says so, and takes again what fits once it was drained", async () => {
  const one = writer(4096);
  const payload = "x".repeat(1000);
  for (let count = 0; count < 3; count++) await one.append(record(payload));
  assert.equal(one.fault(), null);
  await assert.rejects(one.append(record(payload)), SpoolUnavailable);
  assert.equal(one.fault(), "The spool is full.");
  await one.append(record("small"));
  assert.ok(statSync(files()[0] as string).size <= 4096);
  assert.equal((await drain()).length, 4);
  await one.append(record(payload));
  assert.equal(one.fault(), null);
});

test("the limit holds for all writers together", async () => {
  const payload = "x".repeat(1000);
  await writer(2500).append(record(payload));
  await writer(2500).append(record(payload));
  await assert.rejects(writer(2500).append(record(payload)), SpoolUnavailable);
});

test("what may fill a share of the room only is refused first, which is no fault", async () => {
  const one = writer(4096);
  await one.append(record("x".repeat(1500)), 0.5);
  await assert.rejects(one.append(record("x".repeat(1500)), 0.5), SpoolUnavailable);
  assert.equal(one.fault(), null);
  await one.append(record("x".repeat(1500)));
});

test("a disk that is gone refuses with its reason, and a later record is taken once it is back", async () => {
  const one = writer();
  writeFileSync(join(folder, "in the way"), "");
  const before = dir;
  dir = join(folder, "in the way", "spool");
  const broken = writer();
  await assert.rejects(broken.append(record()), SpoolUnavailable);
  assert.match(broken.fault() ?? "", /cannot be written/);
  rmSync(join(folder, "in the way"));
  await broken.append(record());
  assert.equal(broken.fault(), null);
  dir = before;
  await one.append(record());
  assert.equal((await drain()).length, 1);
});

test("only the owner can read the spool", async () => {
  await writer().append(record());
  assert.equal(statSync(dir).mode & 0o777, 0o700);
  assert.equal(statSync(files()[0] as string).mode & 0o777, 0o600);
});

test("waiting deliveries of every writer are counted", async () => {
  const known = new Map();
  assert.deepEqual(await measureBacklog(dir, known), { waiting: 0, bytes: 0 });
  const one = writer();
  await one.append(record());
  await writer().append(record());
  await one.append(record());
  const measured = await measureBacklog(dir, known);
  assert.equal(measured.waiting, 3);
  assert.equal(
    measured.bytes,
    files().reduce((sum, path) => sum + statSync(path).size, 0),
  );
  await drain();
  assert.deepEqual(await measureBacklog(dir, known), { waiting: 0, bytes: 0 });
});

test("waiting deliveries are never overlooked while another process takes them", async () => {
  for (let count = 0; count < 50; count++) {
    const one = writer();
    await one.append(record());
    const [measured] = await Promise.all([measureBacklog(dir, new Map()), takeSegments(dir)]);
    assert.equal(measured.waiting, count + 1);
  }
});
