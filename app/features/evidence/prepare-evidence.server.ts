import { pool } from "#app/db/connection/pool.server.ts";
import {
  findEvidence,
  listUnread,
  saveEvidenceReady,
  saveEvidenceResult,
} from "#app/db/evidence/evidence-sets.server.ts";
import { verifyFile } from "#app/features/keeping/verify-file.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";

/** A set can be downloaded for so long. */
const EVIDENCE_HOURS = 24;
const AT_ONCE = 20;

/**
 * Reads each recording of a set from its store and compares it, a few at a time; whenever this ends, the next run reads only
 * those that are left. Then the set can be downloaded.
 * @returns whether the set is through
 * @throws {StoreFault} where a store cannot be asked: the job is tried again
 */
export async function prepareEvidence(id: number, signal?: AbortSignal): Promise<boolean> {
  const db = await pool();
  while (!signal?.aborted) {
    const set = await findEvidence(db, id);
    if (set?.state !== "preparing") return true;
    const files = await listUnread(db, id, AT_ONCE);
    if (files.length === 0) {
      await saveEvidenceReady(db, id, EVIDENCE_HOURS);
      announceChange("recordings");
      return true;
    }
    for (const file of files) {
      if (signal?.aborted) return false;
      await saveEvidenceResult(db, id, file.id, await verifyFile(db, file, signal));
    }
    announceChange("recordings");
  }
  return false;
}
