import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { v7 as uuidv7 } from "uuid";
import { encodeFrame, findFrames } from "#app/spool/frames.server.ts";

const marker = randomBytes(16);
const records = ["first", "", "a third one, somewhat longer than those before it"].map((text) => ({
  id: uuidv7(),
  payload: Buffer.from(text),
}));
const frames = records.map((record) => encodeFrame(marker, record));
const segment = Buffer.concat(frames);
const ends = frames.map((_, index) => Buffer.concat(frames.slice(0, index + 1)).byteLength);

function read(bytes: Buffer) {
  const found = findFrames(bytes, marker);
  return { ...found, records: found.frames.map(({ id, start, end }) => ({ id, payload: bytes.subarray(start, end) })) };
}

test("records are read in order and byte for byte", () => {
  const found = read(segment);
  assert.deepEqual(found.records, records);
  assert.deepEqual([found.damagedBytes, found.tornBytes], [0, 0]);
});

test("a segment that ends at any byte gives every record that was whole by then", () => {
  for (let length = 0; length <= segment.byteLength; length++) {
    const whole = ends.filter((end) => end <= length);
    const found = read(segment.subarray(0, length));
    assert.deepEqual(found.records, records.slice(0, whole.length), `${length} bytes`);
    assert.equal(found.tornBytes, length - (whole.at(-1) ?? 0));
    assert.equal(found.damagedBytes, 0);
  }
});

test("a tail that the file system filled with zeros or with old blocks is torn as well", () => {
  for (const tail of [Buffer.alloc(500), randomBytes(500), frames[2]?.subarray(0, 45) ?? marker]) {
    const found = read(Buffer.concat([segment, tail]));
    assert.equal(found.records.length, 3);
    assert.equal(found.tornBytes, tail.byteLength);
  }
});

test("any flipped bit costs the record that holds it and no other, and is never taken for content", () => {
  for (let at = 0; at < segment.byteLength; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const flipped = Buffer.from(segment);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at);
      const hit = ends.findIndex((end) => at < end);
      const found = read(flipped);
      assert.deepEqual(found.records, records.toSpliced(hit, 1), `bit ${bit} of byte ${at}`);
      assert.ok(found.damagedBytes + found.tornBytes > 0);
    }
  }
});

test("a frame of another segment inside a payload is not read, also when the record around it is torn", () => {
  const planted = encodeFrame(randomBytes(16), { id: uuidv7(), payload: Buffer.from("planted") });
  const frame = encodeFrame(marker, { id: uuidv7(), payload: planted });
  assert.equal(read(frame).records.length, 1);
  assert.equal(read(frame.subarray(0, -1)).records.length, 0);
});
