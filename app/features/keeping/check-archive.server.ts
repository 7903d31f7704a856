import { type Database, pool } from "#app/db/connection/pool.server.ts";
import {
  addToCheck,
  beginCheck,
  endCheck,
  forgetStrays,
  listToVerify,
  noteStrays,
  type ToVerify,
} from "#app/db/keeping/archive-checks.server.ts";
import { env } from "#app/env.server.ts";
import { noteTroubles, type Troubles } from "#app/features/archive/note-troubles.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { verifyFile } from "#app/features/keeping/verify-file.server.ts";
import { log } from "#app/log.server.ts";
import { type Store, StoreFault } from "#app/store/store.server.ts";

const AT_ONCE = 100;
const LISTED_AT_ONCE = 1000;

/**
 * Reads this night's share of the archive, those first that were not checked for longest, and compares it with what was
 * archived; all of it within ARCHIVE_VERIFY_DAYS. Then looks for files of the store that no recording keeps. Interrupted, the next
 * run continues. A file or a store that cannot be read is left out, with the reason: the archive may have moved from there.
 */
export async function checkArchive(signal?: AbortSignal): Promise<void> {
  const { ARCHIVE_VERIFY_DAYS: days } = env();
  if (days === 0) return;
  const db = await pool();
  const check = await beginCheck(db, days);
  const troubles = noteTroubles();
  try {
    await verifyShare(db, check, troubles, signal);
    const store = archiveStore();
    const problem =
      store && !troubles.except().stores.includes(store.name) ? await findStrays(db, store, signal) : null;
    if (signal?.aborted) return;
    await endCheck(db, check.id, [troubles.words(), problem].filter(Boolean).join(" ") || null);
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/** Reads the share, but for what cannot be read: that is noted, and other files are read instead. */
async function verifyShare(
  db: Database,
  check: { id: number; started_at: Date; share: number; verified: number; missing: number; changed: number },
  troubles: Troubles,
  signal: AbortSignal | undefined,
): Promise<void> {
  let left = check.share - check.verified - check.missing - check.changed;
  while (left > 0) {
    const files = await listToVerify(db, check.started_at, Math.min(AT_ONCE, left), troubles.except());
    if (files.length === 0) return;
    for (const file of files) {
      signal?.throwIfAborted();
      const seen = await troubles.orNote(file, () => verifyToEnd(db, file, signal));
      if (seen === null) continue;
      await addToCheck(db, check.id, seen, file.bytes);
      left--;
    }
  }
}

async function verifyToEnd(db: Database, file: ToVerify, signal: AbortSignal | undefined) {
  const seen = await verifyFile(db, file, signal);
  if (seen === "away") throw new StoreFault("no store", "It is not configured.");
  return seen;
}

/** @returns why the store could not be listed; null where it could */
async function findStrays(db: Database, store: Store, signal: AbortSignal | undefined): Promise<string | null> {
  try {
    await forgetStrays(db, store.name);
    let files: { key: string; bytes: number }[] = [];
    for await (const file of store.list()) {
      if (signal?.aborted) return null;
      files.push(file);
      if (files.length < LISTED_AT_ONCE) continue;
      await noteStrays(db, store.name, files);
      files = [];
    }
    await noteStrays(db, store.name, files);
    return null;
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
    log().error({ err: error, store: store.name }, "the files of the archive could not be listed");
    return `The files of ${store.name} could not be listed: ${error.message}`;
  }
}
