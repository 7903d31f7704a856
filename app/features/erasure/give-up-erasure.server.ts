import type { Database } from "#app/db/connection/pool.server.ts";
import { deleteErasure } from "#app/db/erasure/erasures.server.ts";

/**
 * Forgets an erasure that was looked at, and the number with it. Nobody's data was changed, so nothing is audited.
 * @returns false where a part is erased already
 */
export function giveUpErasure(db: Database, id: number): Promise<boolean> {
  return deleteErasure(db, id);
}
