import { type Database, pool } from "#app/db/connection/pool.server.ts";
import {
  addToCheck,
  beginCheck,
  endCheck,
  forgetStrays,
  listToVerify,
  noteStrays,
} from "#app/db/keeping/archive-checks.server.ts";
import { env } from "#app/env.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { verifyFile } from "#app/features/keeping/verify-file.server.ts";
import { log } from "#app/log.server.ts";
import { type Store, StoreFault } from "#app/store/store.server.ts";

const AT_ONCE = 100;
const LISTED_AT_ONCE = 1000;

/**
 * Reads this night's share of the archive, those first that were not checked for longest, and compares it with what was
 * archived; all of it within ARCHIVE_VERIFY_DAYS. Then looks for files of the store that no recording keeps. Interrupted, the next
 * run continues. A store that cannot be read ends the check, with the reason.
 */
export async function checkArchive(signal?: AbortSignal): Promise<void> {
  const { ARCHIVE_VERIFY_DAYS: days } = env();
  if (days === 0) return;
  const db = await pool();
  const check = await beginCheck(db, days);
  try {
    const isThrough = await verifyShare(db, check, signal);
    const store = archiveStore();
    if (store && isThrough) await findStrays(db, store, signal);
    if (isThrough && !signal?.aborted) await endCheck(db, check.id, null);
  } catch (error) {
    if (signal?.aborted) return;
    if (!(error instanceof StoreFault)) throw error;
    log().error({ err: error }, "the archive could not be checked");
    await endCheck(db, check.id, error.message);
  }
}

/** @returns whether all of the share is read */
async function verifyShare(
  db: Database,
  check: { id: number; started_at: Date; share: number; verified: number; missing: number; changed: number },
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let left = check.share - check.verified - check.missing - check.changed;
  while (left > 0) {
    const files = await listToVerify(db, check.started_at, Math.min(AT_ONCE, left));
    let read = 0;
    for (const file of files) {
      if (signal?.aborted) return false;
      const seen = await verifyFile(db, file, signal);
      if (seen === "away") throw new StoreFault("no store", `The store ${file.store} is not configured.`);
      await addToCheck(db, check.id, seen, file.bytes);
      read++;
    }
    left -= read;
    if (files.length === 0) return true;
  }
  return true;
}

async function findStrays(db: Database, store: Store, signal: AbortSignal | undefined): Promise<void> {
  await forgetStrays(db, store.name);
  let files: { key: string; bytes: number }[] = [];
  for await (const file of store.list()) {
    if (signal?.aborted) return;
    files.push(file);
    if (files.length < LISTED_AT_ONCE) continue;
    await noteStrays(db, store.name, files);
    files = [];
  }
  await noteStrays(db, store.name, files);
}
