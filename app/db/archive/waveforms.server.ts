import { sql } from "slonik";
import { z } from "zod";
import { type Except, isNoneOf } from "#app/db/archive/is-none-of.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";

const Undrawn = z.object({ id: z.number(), store: z.string(), key: z.string(), type: z.string() });
export type Undrawn = z.infer<typeof Undrawn>;

/** Archived recordings whose waveform nobody computed yet. `except`: those that are left out. */
export function listUndrawn(db: Database, most: number, except: Except): Promise<readonly Undrawn[]> {
  return db.any(sql.type(Undrawn)`
    select id, store, key, content_type as type from archived_recordings
    where state = 'archived' and drawn_at is null and ${isNoneOf(except)}
    order by id
    limit ${most}`);
}

/** Keeps a waveform; null says that it cannot be computed. */
export async function savePeaks(db: Database, id: number, peaks: Buffer | null): Promise<void> {
  await db.query(sql.unsafe`
    update archived_recordings
    set drawn_at = now(), peaks = ${peaks === null ? sql.fragment`null` : sql.binary(peaks)}
    where id = ${id} and state = 'archived'`);
}
