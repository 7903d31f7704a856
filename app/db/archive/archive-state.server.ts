import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { ARCHIVE_HOLD_NAMES, type ArchiveHold } from "#app/lib/archive-holds.ts";

/** Whether the archive copies. `held`: what keeps it from copying although nobody paused it. `seen_at`: its last try. */
export const ArchiveState = z.object({
  paused_at: z.date().nullable(),
  paused_by: z.string().nullable(),
  held: z.enum(ARCHIVE_HOLD_NAMES).nullable(),
  held_detail: z.string().nullable(),
  held_since: z.date().nullable(),
  seen_at: z.date().nullable(),
});
export type ArchiveState = z.infer<typeof ArchiveState>;

export function getArchiveState(db: Database): Promise<ArchiveState> {
  return db.one(sql.type(ArchiveState)`
    select paused_at, paused_by, held, held_detail, held_since, seen_at from archive_state`);
}

/** Pauses copying, or lets it go on (`by` null). @returns false where it was so already */
export async function savePause(db: Database, by: string | null): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update archive_state
    set paused_by = ${by}, paused_at = case when ${by}::text is null then null else now() end
    where (paused_at is null) = (${by}::text is not null)`);
  return rowCount === 1;
}

/** Notes that nothing can be copied now, and why; null that something can. */
export async function saveHold(db: Database, hold: { why: ArchiveHold; detail: string | null } | null): Promise<void> {
  await db.query(sql.unsafe`
    update archive_state
    set held = ${hold?.why ?? null}, held_detail = ${hold?.detail ?? null}, seen_at = now(),
      held_since = case when ${hold === null} then null else coalesce(held_since, now()) end`);
}
