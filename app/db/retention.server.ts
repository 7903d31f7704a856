import { sql } from "slonik";
import { z } from "zod";
import { idAt } from "#app/db/event-id.server.ts";
import type { Database } from "#app/db/pool.server.ts";

/** So many rows a statement: each is quick, and holds back neither deliveries nor vacuum. */
const BATCH = 1000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

const Id = z.object({ id: z.uuid() });

/**
 * Blanks the payloads of one batch of deliveries that came before a moment, from `after` on in the order of receipt.
 * Only of those that are applied: what failed, was invalid or was refused is there to be looked into. Rows that somebody
 * works on are left for the next night.
 * @returns how many, and the last one's id to go on after; null when nothing is left
 */
export async function blankPayloads(
  db: Database,
  before: Date,
  after = FIRST_ID,
): Promise<{ count: number; last: string } | null> {
  const ids = await db.anyFirst(sql.type(Id)`
    with old as (
      select id
      from call_events
      where id > ${after}::uuid and id < ${idAt(before)}::uuid
        and payload_erased_at is null and outcome in ('processed', 'duplicate', 'echoed')
      order by id
      limit ${BATCH}
      for update skip locked
    ), blanked as (
      update call_events
      set body = null, headers = '{}', query = null, problems = null,
        payload_erased_at = now(), payload_erased_by = 'retention'
      from old
      where call_events.id = old.id
      returning call_events.id
    )
    select id from blanked order by id`);
  const last = ids.at(-1);
  return last === undefined ? null : { count: ids.length, last };
}

/** Deletes the entries of the audit log that were made before a moment. @returns how many */
export async function deleteOldAudit(db: Database, before: Date): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    delete from audit_log where at < ${before.toISOString()}::timestamptz`);
  return rowCount;
}
