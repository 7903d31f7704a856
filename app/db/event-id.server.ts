import { v7 as uuidV7 } from "uuid";

/** Ids are UUIDs of version 7, so "since a moment" is a range of the primary key. @returns the lowest id of that moment */
export function idAt(moment: Date): string {
  return uuidV7({ msecs: moment.getTime(), seq: 0, random: new Uint8Array(16) });
}

/** The moment that an id of version 7 holds. */
export function momentOf(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16));
}
