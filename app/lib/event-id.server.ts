import { v7 as uuidV7 } from "uuid";

/**
 * A new id and its moment: later ones of this process are higher, whatever the clock does, and the moment is the one in
 * the id, so that counting by time finds what a list by id shows.
 */
export function newEventId(): { eventId: string; receivedAt: Date } {
  const eventId = uuidV7(); // keeps the order itself, also where the clock stands or goes back
  return { eventId, receivedAt: momentOf(eventId) };
}

const RANDOM_DIGITS = 12;

/** The id of a part of a delivery, counted from 1: the same for the same part, and right behind the whole and earlier parts. */
export function partIdOf(eventId: string, part: number): string {
  const random = Number.parseInt(eventId.slice(-RANDOM_DIGITS), 16);
  const next = (random + part) % 16 ** RANDOM_DIGITS;
  return eventId.slice(0, -RANDOM_DIGITS) + next.toString(16).padStart(RANDOM_DIGITS, "0");
}

/** Ids are UUIDs of version 7, so "since a moment" is a range of the primary key. @returns the lowest id of that moment */
export function idAt(moment: Date): string {
  return uuidV7({ msecs: moment.getTime(), seq: 0, random: new Uint8Array(16) });
}

/** The moment that an id of version 7 holds. */
export function momentOf(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16));
}
