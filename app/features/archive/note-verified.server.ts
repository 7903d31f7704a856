import { insertAttempt } from "#app/db/archive/archive-attempts.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { saveVerified, type VerifiedFile } from "#app/db/keeping/archive-checks.server.ts";

/**
 * Notes what reading a file of the archive showed, on its recording and in its chain of custody. `reason`: why it is lost; null
 * where it has the bytes that were archived. `bytes`: how many were read, in `ms` where that was measured.
 */
export async function noteVerified(
  db: Database,
  file: VerifiedFile,
  { reason, bytes, ms }: { reason: "vanished" | "changed" | null; bytes: number; ms?: number },
): Promise<void> {
  await db.transaction(async (transaction) => {
    await saveVerified(transaction, file, reason);
    const outcome = reason === null ? "archived" : "lost";
    await insertAttempt(transaction, { recordingId: file.id, action: "verify", outcome, bytes, ms, detail: reason });
  });
}
