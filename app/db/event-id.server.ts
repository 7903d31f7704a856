import { randomFillSync } from "node:crypto";
import { v7 as uuidV7 } from "uuid";

const RANDOM_BYTES = 16;
const random = new Uint8Array(RANDOM_BYTES * 256); // asking for each id's own is dear
let used = random.byteLength;
let lastMs = 0;
let sequence = 0;

/**
 * A new id and its moment: later ones of this process are higher, whatever the clock does, and the moment is the one in
 * the id, so that counting by time finds what a list by id shows.
 */
export function newEventId(): { eventId: string; receivedAt: Date } {
  if (used === random.byteLength) {
    randomFillSync(random);
    used = 0;
  }
  const own = random.subarray(used, used + RANDOM_BYTES);
  used += RANDOM_BYTES;
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // A quarter of the room at most, so that a millisecond has a billion ids to come.
    sequence = new DataView(own.buffer, own.byteOffset).getUint32(6) >>> 2;
  } else sequence += 1;
  return { eventId: uuidV7({ msecs: lastMs, seq: sequence, random: own }), receivedAt: new Date(lastMs) };
}

/** Ids are UUIDs of version 7, so "since a moment" is a range of the primary key. @returns the lowest id of that moment */
export function idAt(moment: Date): string {
  return uuidV7({ msecs: moment.getTime(), seq: 0, random: new Uint8Array(16) });
}

/** The moment that an id of version 7 holds. */
export function momentOf(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16));
}
