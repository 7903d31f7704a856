import { setTimeout as sleep } from "node:timers/promises";
import {
  deleteRemoval,
  findPendingRemovals,
  listRemovals,
  saveRemovalFailure,
} from "#app/db/archive/archive-removals.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { LEASE_SECONDS } from "#app/features/archive/copy-recording.server.ts";
import { storeNamed } from "#app/features/archive/open-archive.server.ts";
import { log } from "#app/log.server.ts";
import { StoreFault } from "#app/store/store.server.ts";

const AT_ONCE = 100;

/**
 * Deletes the files whose recordings are deleted. One that cannot be deleted is tried again later.
 * @returns how many files are gone
 */
export async function removeFiles(signal?: AbortSignal): Promise<number> {
  const db = await pool();
  let gone = 0;
  for (let due = await listRemovals(db, AT_ONCE); due.length > 0; due = await listRemovals(db, AT_ONCE)) {
    for (const { id, store: name, key } of due) {
      if (signal?.aborted) return gone;
      const problem = await removeFile(name, key);
      if (problem === null) await deleteRemoval(db, id);
      else await saveRemovalFailure(db, id, problem);
      gone += problem === null ? 1 : 0;
    }
  }
  return gone;
}

/** A copy that is under way may hold a file for so long. */
const PATIENCE_MS = (LEASE_SECONDS + 60) * 1000;
const LOOK_EVERY_MS = 5_000;

/**
 * Deletes the files of recordings that were deleted since a moment, and waits for those that a copy may still be writing.
 * @returns what is left of them, in words; null where all are gone
 */
export async function removeAllFiles(since: Date, signal?: AbortSignal): Promise<string | null> {
  const db = await pool();
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    await removeFiles(signal);
    const { count, problem } = await findPendingRemovals(db, since);
    if (count === 0) return null;
    if (problem !== null || Date.now() > until) {
      return `${count} ${count === 1 ? "file" : "files"} of the archive${problem ? `: ${problem}` : ""}`;
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** @returns why the file could not be deleted, in words; null where it is gone */
async function removeFile(name: string, key: string): Promise<string | null> {
  const store = storeNamed(name);
  if (!store) return "The store of this file is not configured: check ARCHIVE_DIR and ARCHIVE_URL.";
  try {
    await store.remove(key);
    return null;
  } catch (error) {
    log().warn({ err: error, store: name }, "a file of the archive could not be deleted");
    return error instanceof StoreFault ? error.message : "It could not be deleted. The worker log has the reason.";
  }
}
