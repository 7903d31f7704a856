import { findSampleKey } from "#app/db/archive/playable-recordings.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { sweepIncoming } from "#app/features/archive/open-archive.server.ts";
import { probeStore } from "#app/features/archive/probe-store.server.ts";
import type { ArchiveHold } from "#app/lib/archive-holds.ts";
import { freeBytesAt } from "#app/store/folder-store.server.ts";
import { type Store, StoreFault } from "#app/store/store.server.ts";

/** Why nothing can be copied; `detail`: what was seen, in words for the admin. */
export type Hold = { why: ArchiveHold; detail: string };

const BYTES_PER_MB = 1024 * 1024;

/**
 * What keeps the store from giving or taking files now; null where nothing does. Reads a byte of a file that it should have
 * before it makes the folder for files under way: a folder whose disk is not mounted must not be taken for a new one.
 * @param held what was known to hold the archive up. If that is the store, it must also take a small file: what only writing
 * shows would otherwise seem over, and recordings would be asked for in vain
 */
export async function findTrouble(db: Database, store: Store, held: ArchiveHold | null): Promise<Hold | null> {
  try {
    const key = await findSampleKey(db, store.name);
    const byte = key === null ? null : await store.read(key, { first: 0, last: 0 });
    await byte?.toArray();
    await sweepIncoming(store);
    const lack = await findLackOfRoom(store);
    if (lack === null && held !== null && held !== "host away") await probeStore(store);
    return lack;
  } catch (error) {
    return asHold(error);
  }
}

/** Whether the disk is too full to take anything. The ingest beside it needs room as well. */
export async function findLackOfRoom(store: Store): Promise<Hold | null> {
  try {
    const free = await freeBytesAt(store.incoming);
    const { ARCHIVE_MIN_FREE_MB: least } = env();
    if (free >= least * BYTES_PER_MB) return null;
    return { why: "full", detail: `${Math.floor(free / BYTES_PER_MB)} MB are free; ARCHIVE_MIN_FREE_MB is ${least}.` };
  } catch (error) {
    return asHold(error);
  }
}

/** @throws what is no trouble of a store */
export function asHold(error: unknown): Hold {
  if (error instanceof StoreFault) return { why: error.why, detail: error.message };
  throw error;
}
