import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

const Removal = z.object({ id: z.number(), store: z.string(), key: z.string(), tries: z.number() });
/** A file that no recording keeps any more. A trigger notes it when its recording is deleted by any means. */
export type Removal = z.infer<typeof Removal>;

/** Some files to delete now, those first that were tried least. */
export function listRemovals(db: Database, most: number): Promise<readonly Removal[]> {
  return db.any(sql.type(Removal)`
    select id, store, key, tries from archive_removals where not_before <= now() order by tries, id limit ${most}`);
}

/** The file is gone. */
export async function deleteRemoval(db: Database, id: number): Promise<void> {
  await db.query(sql.unsafe`delete from archive_removals where id = ${id}`);
}

/** The file could not be deleted; it is tried again in a minute, later each time. */
export async function saveRemovalFailure(db: Database, id: number, error: string): Promise<void> {
  await db.query(sql.unsafe`
    update archive_removals
    set tries = tries + 1, last_error = ${error}, not_before = now() + make_interval(mins => least(tries + 1, 60))
    where id = ${id}`);
}

const Pending = z.object({ count: z.number(), problem: z.string().nullable() });

/** How many files of recordings that were deleted since a moment are still to be deleted, and why, if one could not be. */
export function findPendingRemovals(db: Database, since = new Date(0)): Promise<z.infer<typeof Pending>> {
  return db.one(sql.type(Pending)`
    select count(*) as count, max(last_error) as problem from archive_removals
    where since >= ${since.toISOString()}::timestamptz`);
}
