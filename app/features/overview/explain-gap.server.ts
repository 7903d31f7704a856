import type { Database } from "#app/db/connection/pool.server.ts";
import { compareKeys, type KeyChanges } from "#app/features/overview/compare-keys.server.ts";
import { type DispositionGap, findDispositionGap } from "#app/features/overview/find-disposition-gap.server.ts";

/** Since when most calls lack a disposition, and what changed in their deliveries; null while most have one. */
export async function explainGap(
  db: Database,
  now = new Date(),
): Promise<{ gap: DispositionGap; keys: KeyChanges } | null> {
  const gap = await findDispositionGap(db, now);
  return gap && { gap, keys: await compareKeys(db, gap) };
}
