import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type Erasure, findErasure } from "#app/db/erasure/erasures.server.ts";

/** An erasure with its number as people write it, while it is known. */
export type ShownErasure = Erasure & { shown: string };

/** The erasure of this number, or null. */
export async function findShownErasure(db: Database, id: number): Promise<ShownErasure | null> {
  const erasure = await findErasure(db, id);
  return erasure && { ...erasure, shown: phoneSpellings(erasure.phone ?? "")?.shown ?? "" };
}
