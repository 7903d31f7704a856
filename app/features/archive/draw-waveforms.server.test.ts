import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "slonik";
import { listArchivedRecordings } from "#app/db/archive/archived-recordings.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { drawWaveforms, readPeaks } from "#app/features/archive/draw-waveforms.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { addFiledCall, createTestArchive } from "#test/keeping.ts";
import { sound } from "#test/recording-host.ts";

await createTestDatabase();
const folder = await createTestArchive();

/** The sound in small pieces, as it comes from a disk or a bucket. */
async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

for (const [name, type] of [
  ["cbr.mp3", "audio/mpeg"],
  ["vbr.mp3", "audio/mpeg"],
  ["pcm.wav", "audio/wav"],
  ["mulaw.wav", "audio/wav"],
  ["opus.ogg", "audio/ogg"],
] as const) {
  test(`the waveform of ${name} is quiet, loud, and quieter, as the tone is`, async () => {
    const peaks = await readPeaks(inPieces(sound(name), 1000), type);
    assert.ok(peaks && Math.abs(peaks.length - 30) <= 3, `${peaks?.length} peaks for 3 s`);
    const [first = 0, second = 0, third = 0] = [5, 15, 25].map((at) => peaks[at]);
    assert.ok(second > 2 * first && first > 2 * third && third > 0, `${first} ${second} ${third}`);
  });
}

test("a sound that cannot be decoded has no waveform", async () => {
  assert.equal(await readPeaks(inPieces(sound("aac.m4a"), 1000), "audio/mp4"), null);
  const other = Buffer.from(sound("opus.ogg"));
  other.write("NotOpus!", other.indexOf("OpusHead"));
  await assert.rejects(readPeaks(inPieces(other, 1000), "audio/ogg"), /no Opus/);
  assert.equal(await readPeaks(inPieces(Buffer.from("ID3"), 10), "audio/mpeg"), null);
});

test("a long sound has a few hundred peaks", async () => {
  const pcm = sound("pcm.wav");
  const [head, samples] = [pcm.subarray(0, 78), pcm.subarray(78)];
  const long = Buffer.concat([head, ...Array.from({ length: 100 }, () => samples)]);
  long.writeUInt32LE(long.length - 8, 4);
  long.writeUInt32LE(long.length - 78, 74);
  const peaks = await readPeaks(inPieces(long, 65_536), "audio/wav");
  assert.equal(peaks?.length, 300);
});

test("files that their store does not give now do not keep others from their waveform, and get theirs later", async () => {
  const ids = ["C1", "C2", "C3", "C4", "C5", "C6"];
  for (const id of ids) await addFiledCall(id);
  const db = await pool();
  await db.query(sql.unsafe`update archived_recordings set store = 'nowhere' where call_id < 'C5'`);
  await rm(join(folder, "C5.mp3"));
  await mkdir(join(folder, "C5.mp3"));
  await writeFile(join(folder, "C6.mp3"), sound("cbr.mp3"));
  const isDrawn = async (id: string) => (await listArchivedRecordings(db, id))[0]?.drawn_at != null;
  await drawWaveforms();
  const drawn = await Promise.all(ids.map(isDrawn));
  assert.deepEqual(drawn, [false, false, false, false, false, true]);
  await db.query(sql.unsafe`update archived_recordings set store = 'folder' where call_id < 'C5'`);
  for (const id of ids.slice(0, 4)) await writeFile(join(folder, `${id}.mp3`), sound("cbr.mp3"));
  await drawWaveforms();
  assert.deepEqual(await Promise.all(ids.map(isDrawn)), [true, true, true, true, false, true]);
});
