import { type Database, pool } from "#app/db/connection/pool.server.ts";
import {
  findEvidence,
  listUnread,
  saveEvidenceReady,
  saveEvidenceResult,
} from "#app/db/evidence/evidence-sets.server.ts";
import { findTrouble } from "#app/features/archive/find-trouble.server.ts";
import { noteTroubles } from "#app/features/archive/note-troubles.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { verifyFile } from "#app/features/keeping/verify-file.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { StoreFault } from "#app/store/store.server.ts";

/** A set can be downloaded for so long. */
const EVIDENCE_HOURS = 24;
const AT_ONCE = 20;

/**
 * Reads each recording of a set from its store and compares it, a few at a time; whenever this ends, the next run reads only
 * those that are left. Then the set can be downloaded. It leaves out files that cannot be read, and all of a store that does
 * not answer, unless it is the one where recordings go now.
 * @returns whether the set is through
 * @throws {StoreFault} where that store cannot be asked: the job is tried again
 */
export async function prepareEvidence(id: number, signal?: AbortSignal): Promise<boolean> {
  const db = await pool();
  const troubles = noteTroubles();
  while (!signal?.aborted) {
    const set = await findEvidence(db, id);
    if (set?.state !== "preparing") return true;
    const files = await listUnread(db, id, AT_ONCE, troubles.except());
    if (files.length === 0) {
      if (troubles.except().ids.length > 0) await expectStore(db);
      await saveEvidenceReady(db, id, EVIDENCE_HOURS);
      announceChange("recordings");
      return true;
    }
    for (const file of files) {
      if (signal?.aborted) return false;
      const seen = await troubles.orNote(file, () => verifyFile(db, file, signal));
      if (seen !== null) await saveEvidenceResult(db, id, file.id, seen);
    }
    announceChange("recordings");
  }
  return false;
}

/** @throws {StoreFault} where the store does not give files now; that it is full does not matter */
async function expectStore(db: Database): Promise<void> {
  const store = archiveStore();
  const trouble = store && (await findTrouble(db, store, null));
  if (trouble && trouble.why !== "full") throw new StoreFault("store away", trouble.detail);
}
