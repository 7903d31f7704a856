import { crc32 } from "node:zlib";
import { parse, stringify } from "uuid";

/** One record: the UUID that tells its place in the order, and bytes that the spool does not look into. */
export type SpoolRecord = { id: string; payload: Uint8Array };

/** A record found in a segment: the payload lies at `start` to `end`. */
export type FoundFrame = { id: string; start: number; end: number };

// marker (16) · CRC-32 of what follows (4) · length of the payload (4) · id (16) · payload
const CRC_AT = 16;
const LENGTH_AT = 20;
const ID_AT = 24;
const PAYLOAD_AT = 40;

/** How many bytes a payload takes in a segment. */
export function frameSize(payload: Uint8Array): number {
  return PAYLOAD_AT + payload.byteLength;
}

/**
 * Writes a record as a frame. Each begins with its segment's own random marker, so that reading can go on after a
 * damaged one, and nobody can plant a frame inside a payload.
 */
export function encodeFrame(marker: Uint8Array, { id, payload }: SpoolRecord): Buffer {
  const frame = Buffer.alloc(frameSize(payload));
  frame.set(marker);
  frame.writeUInt32LE(payload.byteLength, LENGTH_AT);
  frame.set(parse(id), ID_AT);
  frame.set(payload, PAYLOAD_AT);
  frame.writeUInt32LE(crc32(frame.subarray(LENGTH_AT)), CRC_AT);
  return frame;
}

/**
 * Finds every whole frame of a segment, in the order of writing. `damagedBytes` lie between whole frames or before the
 * first; `tornBytes` after the last, where a crash interrupts the writing.
 */
export function findFrames(
  segment: Buffer,
  marker: Uint8Array,
): { frames: FoundFrame[]; damagedBytes: number; tornBytes: number } {
  const frames: FoundFrame[] = [];
  let damagedBytes = 0;
  let readUntil = 0;
  for (let at = segment.indexOf(marker); at !== -1; ) {
    const found = frameAt(segment, at);
    if (found) {
      frames.push(found);
      damagedBytes += at - readUntil;
      readUntil = found.end;
    }
    at = segment.indexOf(marker, found ? found.end : at + 1);
  }
  return { frames, damagedBytes, tornBytes: segment.byteLength - readUntil };
}

function frameAt(segment: Buffer, at: number): FoundFrame | null {
  const start = at + PAYLOAD_AT;
  if (start > segment.byteLength) return null;
  const end = start + segment.readUInt32LE(at + LENGTH_AT);
  if (end > segment.byteLength) return null;
  if (crc32(segment.subarray(at + LENGTH_AT, end)) !== segment.readUInt32LE(at + CRC_AT)) return null;
  return { id: stringify(segment, at + ID_AT), start, end };
}
