import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import * as erasures from "#app/db/erasures.server.ts";
import type { Database } from "#app/db/pool.server.ts";

/** An erasure with its number as people write it, while it is known. */
export type ShownErasure = erasures.Erasure & { shown: string };

export async function findErasure(db: Database, id: number): Promise<ShownErasure | null> {
  const erasure = await erasures.findErasure(db, id);
  return erasure && { ...erasure, shown: phoneSpellings(erasure.phone ?? "")?.shown ?? "" };
}
