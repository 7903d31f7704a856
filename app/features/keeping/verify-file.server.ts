import type { Database } from "#app/db/connection/pool.server.ts";
import type { ToVerify } from "#app/db/keeping/archive-checks.server.ts";
import { noteVerified } from "#app/features/archive/note-verified.server.ts";
import { storeNamed } from "#app/features/archive/open-archive.server.ts";

/** What was seen of a file: as it was archived, not there, other bytes, or its store is none that the settings name. */
export type Seen = "verified" | "missing" | "changed" | "away";

/**
 * Reads a file of the archive from its store, streamed, and compares its bytes with what was archived. What was seen is on the
 * recording and in its chain of custody.
 * @throws {StoreFault} where the store cannot be asked: then nothing was seen of the file
 */
export async function verifyFile(db: Database, file: ToVerify, signal?: AbortSignal): Promise<Seen> {
  const store = storeNamed(file.store);
  if (!store) return "away";
  const began = performance.now();
  const digest = await store.digest(file.key, signal);
  const bytes = digest?.bytes ?? 0;
  const seen = digest === null ? "missing" : digest.sha256 === file.sha256 ? "verified" : "changed";
  const reason = seen === "verified" ? null : seen === "missing" ? "vanished" : "changed";
  await noteVerified(db, file, { reason, bytes, ms: Math.round(performance.now() - began) });
  return seen;
}
