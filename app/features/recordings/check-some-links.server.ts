import { pool } from "#app/db/connection/pool.server.ts";
import { sampleLinks } from "#app/db/recordings/recording-links.server.ts";
import { checkLink } from "#app/features/recordings/check-link.server.ts";
import { saveVerdict } from "#app/features/recordings/save-verdict.server.ts";

/** Tries a few links, one after the other, and notes what was seen of them. A link that could not be tried stays as it is. */
export async function checkSomeLinks(count: number): Promise<void> {
  if (count === 0) return;
  const db = await pool();
  for (const { callId, url } of await sampleLinks(db, count)) {
    const verdict = await checkLink(db, url);
    if (verdict) await saveVerdict(db, callId, url, verdict);
  }
}
