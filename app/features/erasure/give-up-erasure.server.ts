import { deleteErasure } from "#app/db/erasures.server.ts";
import type { Database } from "#app/db/pool.server.ts";

/** Forgets an erasure that was looked at, and the number with it. Nobody's data was changed, so nothing is audited. */
export async function giveUpErasure(db: Database, id: number): Promise<void> {
  await deleteErasure(db, id);
}
